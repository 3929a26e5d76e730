// @ts-check
import ts from "typescript";

/**
 * One way to call a function: its parameters in order, of which the first `required` must be given.
 * @typedef {{ types: ts.Type[]; required: number }} CallShape
 */

/**
 * The ways to call what has a type, those of a union of argument lists one by one.
 * @param {ts.TypeChecker} checker
 * @param {ts.Type} type
 * @returns {CallShape[]}
 */
export function callShapes(checker, type) {
  return type.getCallSignatures().flatMap((signature) => {
    const [first] = signature.parameters;
    const lists = first === undefined ? [] : tuplesOf(checker, first);
    if (lists.length > 0) return lists.map((list) => shapeOfTuple(checker, list));
    const types = signature.parameters.map((parameter) => checker.getTypeOfSymbol(parameter));
    return { types, required: signature.parameters.filter((parameter) => !isOptional(parameter)).length };
  });
}

/**
 * The argument lists of a rest parameter; none for another one.
 * @param {ts.TypeChecker} checker
 * @param {ts.Symbol} parameter
 */
function tuplesOf(checker, parameter) {
  if (parameter.valueDeclaration === undefined || !ts.isParameter(parameter.valueDeclaration)) return [];
  if (parameter.valueDeclaration.dotDotDotToken === undefined) return [];
  const type = checker.getTypeOfSymbol(parameter);
  const lists = type.isUnion() ? type.types : [type];
  return /** @type {ts.TupleTypeReference[]} */ (lists.filter((list) => checker.isTupleType(list)));
}

/** @param {ts.TypeChecker} checker @param {ts.TupleTypeReference} list @returns {CallShape} */
function shapeOfTuple(checker, list) {
  return { types: [...checker.getTypeArguments(list)], required: list.target.minLength };
}

/** @param {ts.Symbol} parameter */
function isOptional({ valueDeclaration }) {
  if (valueDeclaration === undefined || !ts.isParameter(valueDeclaration)) return false;
  return (
    (valueDeclaration.questionToken ?? valueDeclaration.initializer ?? valueDeclaration.dotDotDotToken) !== undefined
  );
}

/**
 * Whether every call of this shape is one of that shape as well. Options of which there are none left are as good as no
 * argument.
 * @param {ts.TypeChecker} checker
 * @param {CallShape} shape
 * @param {CallShape} by
 */
export function isCovered(checker, shape, by) {
  const types = shape.types.filter(
    (type, i) => i < by.types.length || checker.getNonNullableType(type).getProperties().length > 0,
  );
  if (types.length > by.types.length || shape.required < by.required) return false;
  return types.every((type, i) => checker.isTypeAssignableTo(type, by.types[i]));
}
