// @ts-check
import ts from "typescript";
import { callShapes, isCovered } from "./call-shapes.mjs";
import { declarationProgram } from "./program.mjs";

/**
 * Where generated declarations do not say what the sources do: errors of types in them, and tricks that they let one call
 * in other ways, or that give something else, than the types that were inferred.
 * @param {ReadonlyMap<string, string>} texts the declarations by file
 * @param {readonly { name: string; place: ts.VariableDeclaration }[]} tricks as they were inferred
 * @param {ts.Program} before
 * @returns {string[]}
 */
export function disagreements(texts, tricks, before) {
  const both = new Map(texts);
  for (const { name, place } of tricks) {
    const file = place.getSourceFile().fileName;
    both.set(file, `${both.get(file)}\nexport declare const ${inferred(name)}: ${place.type?.getText()};\n`);
  }
  const program = declarationProgram({ texts: both, before });
  const checker = program.getTypeChecker();
  const errors = [...both.keys()].flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(file)));
  const typeOf = (/** @type {string} */ file, /** @type {string} */ name) => {
    const module = checker.getSymbolAtLocation(/** @type {ts.SourceFile} */ (program.getSourceFile(file)));
    return checker.getTypeOfSymbol(/** @type {ts.Symbol} */ (module?.exports?.get(ts.escapeLeadingUnderscores(name))));
  };
  const others = tricks.flatMap(({ name, place }) => {
    const file = place.getSourceFile().fileName;
    const [made, found] = [typeOf(file, name), typeOf(file, inferred(name))];
    const more = !isCoveredBy(checker, made, found);
    const less = !isCoveredBy(checker, found, made);
    const other = resultOf(checker, made) !== resultOf(checker, found);
    const differences = [more && "accepts more", less && "accepts less", other && "gives something else"].filter(
      Boolean,
    );
    return differences.map((difference) => `${name}: its generated declaration ${difference} than its source`);
  });
  return [...errors.map(describe), ...others];
}

/** @param {string} name */
function inferred(name) {
  return `${name}AsInferred`;
}

/** @param {ts.TypeChecker} checker @param {ts.Type} type @param {ts.Type} by */
function isCoveredBy(checker, type, by) {
  const shapes = callShapes(checker, by);
  return callShapes(checker, type).every((shape) => shapes.some((other) => isCovered(checker, shape, other)));
}

/** @param {ts.TypeChecker} checker @param {ts.Type} type */
function resultOf(checker, type) {
  return [
    ...new Set(type.getCallSignatures().map((signature) => checker.typeToString(signature.getReturnType()))),
  ].join();
}

/** @param {ts.Diagnostic} diagnostic */
function describe({ file, start = 0, messageText }) {
  const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
  return `${file?.fileName}:${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
}
