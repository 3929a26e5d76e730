// @ts-check
import ts from "typescript";
import { docComment, indented } from "./doc-comment.mjs";
import { optionDoc } from "./option-doc.mjs";
import { printType } from "./print-type.mjs";
import { trickComment } from "./trick-doc.mjs";

/** @typedef {import("../../dist/report/catalogue/trick-facts.js").TrickFacts} TrickFacts */

/**
 * The declaration of a trick as one would write it: the interface of its options, a function for each way to call it, and
 * its definition.
 * @param {ts.TypeChecker} checker
 * @param {ts.Symbol} symbol
 * @param {ts.VariableDeclaration} place where it is declared with the types that were inferred
 * @param {TrickFacts} trick
 * @param {import("../../dist/trick.js").Trick & { positional?: readonly string[] }} definition
 * @returns {{ text: string; options: string | undefined }} and the name of the interface, if there is one
 */
export function trickDeclaration(checker, symbol, place, trick, definition) {
  const type = checker.getTypeOfSymbol(symbol);
  const [signature] = type.getCallSignatures();
  const own = {
    text: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
    tags: symbol.getJsDocTags(checker).map(({ name, text }) => /** @type {const} */ ([name, ts.displayPartsToString(text)])),
  };
  const result = printType(checker, signature.getReturnType(), place);
  const declare = (/** @type {string} */ parameters, /** @type {ReadonlyMap<string, string>} */ places) =>
    `${trickComment(trick, places, own)}\nexport declare function ${trick.name}(${parameters}): ${result};`;
  const constant = `export declare namespace ${trick.name} {\n    const definition: ${definitionType(type)};\n}`;

  const byName = optionsByName(checker, signature, trick);
  if (byName === undefined) {
    const names = signature.parameters.map(({ name }) => name);
    const text = declare(asWritten(signature), new Map(names.map((name) => [name, name])));
    return { text: `${text}\n${constant}`, options: undefined };
  }

  const options = `${trick.name[0].toUpperCase()}${trick.name.slice(1)}Options`;
  const types = new Map(
    trick.options.map(({ name }) => {
      const property = /** @type {ts.Symbol} */ (byName.getProperty(name));
      return [name, printType(checker, checker.getTypeOfSymbol(property), place, definition.options[name].choices)];
    }),
  );
  const required = trick.options.filter((option) => option.required).map(({ name }) => name);
  const positional = definition.positional ?? [];
  const functions = positional
    .map((_, i) => positional.slice(0, positional.length - i))
    .concat([[]])
    .map((leading) => {
      const named = trick.options.map(({ name }) => name).filter((name) => !leading.includes(name));
      const rest = leading.length === 0 ? options : `Omit<${options}, ${leading.map((name) => `"${name}"`).join(" | ")}>`;
      const mark = named.some((name) => required.includes(name)) ? "" : "?";
      const parameters = leading.map((name) => `${name}: ${types.get(name)}`);
      if (named.length > 0) parameters.push(`options${mark}: ${rest}`);
      const places = trick.options.map(({ name }) => /** @type {const} */ ([name, leading.includes(name) ? name : `options.${name}`]));
      return declare(parameters.join(", "), new Map(places));
    });
  const members = trick.options.map((option) => {
    const type = types.get(option.name);
    const member = option.required ? `${option.name}: ${type};` : `${option.name}?: ${type} | undefined;`;
    return indented(`${docComment([optionDoc(option)])}\n${member}\n`);
  });
  if (members.length === 0) return { text: [...functions, constant].join("\n"), options: undefined };
  const shape = `/** The options of \`${trick.name}\`. */\nexport interface ${options} {\n${members.join("")}}`;
  return { text: [shape, ...functions, constant].join("\n"), options };
}

/**
 * The type of all options by name; undefined for what takes its arguments in another way.
 * @param {ts.TypeChecker} checker
 * @param {ts.Signature} signature
 * @param {TrickFacts} trick
 */
function optionsByName(checker, signature, { options }) {
  const last = signature.parameters.at(-1);
  if (last === undefined) return undefined;
  const type = checker.getTypeOfSymbol(last);
  const [list] = type.isUnion() ? type.types : [type];
  const isRest = checker.isTupleType(list);
  const named = checker.getNonNullableType(
    isRest ? checker.getTypeArguments(/** @type {ts.TupleTypeReference} */ (list))[0] : type,
  );
  const names = named.getProperties().map(({ name }) => name);
  return String(names.sort()) === String(options.map(({ name }) => name).sort()) ? named : undefined;
}

/** @param {ts.Signature} signature */
function asWritten(signature) {
  return signature.parameters.map(({ valueDeclaration }) => valueDeclaration?.getText()).join(", ");
}

/** @param {ts.Type} type */
function definitionType(type) {
  const declaration = /** @type {ts.PropertySignature} */ (type.getProperty("definition")?.valueDeclaration);
  return /** @type {ts.TypeNode} */ (declaration.type).getText();
}
