// @ts-check
import ts from "typescript";
import { commentOf, docComment, wrapped } from "./doc-comment.mjs";

/** @typedef {ts.FunctionDeclaration | ts.MethodDeclaration} Declared */

/**
 * The functions and methods of public names.
 * @param {readonly ts.Symbol[]} symbols
 * @returns {Declared[]}
 */
export function functionsOf(symbols) {
  return symbols
    .flatMap(({ declarations = [] }) => declarations)
    .flatMap((declaration) => (ts.isClassDeclaration(declaration) ? [...declaration.members] : [declaration]))
    .filter((declaration) => ts.isFunctionDeclaration(declaration) || ts.isMethodDeclaration(declaration));
}

/**
 * The comment of a function with each of its options; undefined for a function without any.
 * @param {ts.TypeChecker} checker
 * @param {Declared} declared
 * @param {ReadonlyMap<ts.Declaration, string>} words of options
 */
export function functionComment(checker, declared, words) {
  const parameter = declared.parameters.find(({ name }) => name.getText() === "options");
  if (parameter === undefined) return undefined;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(parameter));
  const named = (type.isUnion() ? type.types : [type]).find(
    ({ flags }) => flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection),
  );
  const params = (named?.getProperties() ?? []).flatMap(({ name, declarations = [] }) => {
    const [declaration] = declarations;
    const text = words.get(declaration) ?? commentOf(declaration).text;
    return text === "" ? [] : [/** @type {const} */ (["param", wrapped(`options.${name} ${text}`)])];
  });
  const { text, tags } = commentOf(declared);
  return docComment({ text, tags: [...tags.filter(isParam), ...params, ...tags.filter((tag) => !isParam(tag))] });
}

/** @param {import("./doc-comment.mjs").Tag} tag */
function isParam([name]) {
  return name === "param";
}
