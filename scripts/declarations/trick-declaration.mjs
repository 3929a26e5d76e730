// @ts-check
import ts from "typescript";
import { commentOf, docComment, wrapped } from "./doc-comment.mjs";
import { optionDoc } from "./option-doc.mjs";
import { printType } from "./print-type.mjs";
import { trickComment } from "./trick-doc.mjs";

/** @typedef {import("../../dist/report/catalogue/trick-facts.js").TrickFacts} TrickFacts */
/** @typedef {import("../../dist/trick.js").Trick & { positional?: readonly string[] }} Definition */

/**
 * The declaration of a trick as one would write it: the interface of its options, a function for each way to call it, and
 * its definition.
 * @param {ts.TypeChecker} checker
 * @param {ts.VariableDeclaration} place where it is declared with the types that were inferred
 * @param {TrickFacts} trick
 * @param {Definition} definition
 * @returns {{ text: string; options: string | undefined }} and the name of the interface, if there is one
 */
export function trickDeclaration(checker, place, trick, definition) {
  const type = checker.getTypeAtLocation(place);
  const [signature] = type.getCallSignatures();
  const named = optionsByName(checker, signature, trick);
  const options = named === undefined || trick.options.length === 0 ? undefined : `${capital(trick.name)}Options`;
  const types = new Map(
    named?.getProperties().map((property) => {
      const { choices } = definition.options[property.name];
      return [property.name, printType(checker, checker.getTypeOfSymbol(property), place, choices)];
    }),
  );
  const calls =
    named === undefined ? [callAsWritten(signature, trick)] : callsByName(trick, definition.positional ?? [], types);
  const own = commentOf(place.parent.parent);
  const result = printType(checker, signature.getReturnType(), place);
  const functions = calls.map(
    ({ parameters, places }) =>
      `${trickComment(trick, places, own)}\nexport declare function ${trick.name}(${parameters}): ${result};`,
  );
  const constant = `export declare namespace ${trick.name} {\n    const definition: ${definitionType(type)};\n}`;
  const shape = options === undefined ? [] : [optionsInterface(options, trick, types)];
  return { text: [...shape, ...functions, constant].join("\n"), options };
}

/**
 * A way to call a trick, and how the places of its options are called.
 * @typedef {{ parameters: string; places: ReadonlyMap<string, string> }} Call
 */

/**
 * The ways to call a trick: as many options by position as can be, down to none.
 * @param {TrickFacts} trick
 * @param {readonly string[]} positional
 * @param {ReadonlyMap<string, string>} types
 * @returns {Call[]}
 */
function callsByName({ name: trick, options }, positional, types) {
  const all = `${capital(trick)}Options`;
  return [...positional.keys(), positional.length].reverse().map((count) => {
    const leading = positional.slice(0, count);
    const rest = options.filter(({ name }) => !leading.includes(name));
    const mark = rest.some(({ required }) => required) ? "" : "?";
    const type = count === 0 ? all : `Omit<${all}, ${leading.map((name) => `"${name}"`).join(" | ")}>`;
    const parameters = leading.map((name) => `${name}: ${types.get(name)}`);
    return {
      parameters: [...parameters, ...(rest.length === 0 ? [] : [`options${mark}: ${type}`])].join(", "),
      places: new Map(options.map(({ name }) => [name, leading.includes(name) ? name : `options.${name}`])),
    };
  });
}

/**
 * The way to call what takes its arguments in a way of its own, such as a list.
 * @param {ts.Signature} signature
 * @param {TrickFacts} trick
 * @returns {Call}
 */
function callAsWritten({ parameters }, { options }) {
  const names = parameters.map(({ name }) => name);
  const [only] = options.length === 1 ? options : [];
  return {
    parameters: parameters.map(({ valueDeclaration }) => valueDeclaration?.getText()).join(", "),
    places: new Map(only === undefined ? names.map((name) => [name, name]) : [[only.name, names[0]]]),
  };
}

/**
 * @param {string} name
 * @param {TrickFacts} trick
 * @param {ReadonlyMap<string, string>} types
 */
function optionsInterface(name, { name: trick, options }, types) {
  const members = options.map((option) => {
    const type = types.get(option.name);
    const member = option.required ? `${option.name}: ${type};` : `${option.name}?: ${type} | undefined;`;
    return `${docComment({ text: wrapped(optionDoc(option)), tags: [] })}\n${member}`.replace(/^/gm, "    ");
  });
  return `/** The options of \`${trick}\`. */\nexport interface ${name} {\n${members.join("\n")}\n}`;
}

/**
 * The type of all options by name; undefined for what takes its arguments in another way.
 * @param {ts.TypeChecker} checker
 * @param {ts.Signature} signature
 * @param {TrickFacts} trick
 */
function optionsByName(checker, { parameters }, { options }) {
  if (parameters.length !== 1) return undefined;
  const type = checker.getTypeOfSymbol(parameters[0]);
  const [list] = type.isUnion() ? type.types : [type];
  const isList = checker.isTupleType(list);
  const [first] = isList ? checker.getTypeArguments(/** @type {ts.TupleTypeReference} */ (list)) : [type];
  const named = checker.getNonNullableType(first);
  const names = named.getProperties().map(({ name }) => name);
  return names.length === options.length && options.every(({ name }) => names.includes(name)) ? named : undefined;
}

/** @param {ts.Type} type */
function definitionType(type) {
  const declaration = /** @type {ts.PropertySignature} */ (type.getProperty("definition")?.valueDeclaration);
  return /** @type {ts.TypeNode} */ (declaration.type).getText();
}

/** @param {string} name */
function capital(name) {
  return name[0].toUpperCase() + name.slice(1);
}
