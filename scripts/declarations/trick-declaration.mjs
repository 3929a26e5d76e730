// @ts-check
import { dirname, relative, resolve } from "node:path";
import ts from "typescript";
import { commentOf, docComment, wrapped } from "./doc-comment.mjs";
import { formerMembers } from "./former-members.mjs";
import { optionDoc } from "./option-doc.mjs";
import { AS_IMPORTED, printType } from "./print-type.mjs";
import { trickComment } from "./trick-doc.mjs";

/** @typedef {import("../../dist/report/catalogue/trick-facts.js").TrickFacts} TrickFacts */
/** @typedef {import("../../dist/trick.js").Trick & { positional?: readonly string[] }} Definition */

/**
 * The declaration of a trick as one would write it: the interface of its options, a function for each way to call it, and
 * its definition. Of several signatures the last is the general one; what comes before it are calls that give more.
 * @param {ts.TypeChecker} checker
 * @param {ts.VariableDeclaration} place where it is declared with the types that were inferred
 * @param {TrickFacts} trick
 * @param {Definition} definition
 * @param {string} optionsName of the interface
 * @returns {{ text: string; options: string | undefined }} and the name of the interface, if there is one
 */
export function trickDeclaration(checker, place, trick, definition, optionsName) {
  const type = checker.getTypeAtLocation(place);
  const signatures = type.getCallSignatures();
  const [general] = signatures.slice(-1);
  // What is called in several ways of its own, as csv with a path, a text or a stream.
  const named = signatures.some((one) => one.parameters.length > 1)
    ? undefined
    : optionsByName(checker, general, trick);
  const options = named === undefined || trick.options.length === 0 ? undefined : optionsName;
  const types = named === undefined ? new Map() : typesOf(checker, named, place, definition);
  const calls =
    named === undefined
      ? signatures.map((signature) => callAsWritten(checker, place, signature, trick))
      : [
          ...signatures.slice(0, -1).map((signature) => {
            const result = printType(checker, signature.getReturnType(), place);
            const own = typesOf(checker, present(optionsByName(checker, signature, trick)), place, definition);
            const other = [...own].filter(([name, text]) => types.get(name) !== text);
            return specialCall(trick, optionsName, other, result);
          }),
          ...callsByName(trick, definition, types, optionsName, printType(checker, general.getReturnType(), place)),
        ];
  const own = commentOf(place.parent.parent);
  const functions = calls.map(
    ({ parameters, places, result }) =>
      `${trickComment(trick, places, own)}\nexport declare function ${trick.name}(${parameters}): ${result};`,
  );
  const constant = `export declare namespace ${trick.name} {\n    const definition: ${definitionType(type, place)};\n}`;
  const shape = options === undefined ? [] : [optionsInterface(options, trick, types, definition)];
  return { text: [...shape, ...functions, constant].join("\n"), options };
}

/**
 * The types of options by their names, as they are written.
 * @param {ts.TypeChecker} checker
 * @param {ts.Type} named
 * @param {ts.Node} place
 * @param {Definition} definition
 */
function typesOf(checker, named, place, { options }) {
  return new Map(
    named.getProperties().map((property) => {
      const choices = options[property.name]?.choices;
      return [property.name, printType(checker, checker.getTypeOfSymbol(property), place, choices)];
    }),
  );
}

/**
 * A way to call a trick, how the places of its options are called, and what it gives.
 * @typedef {{ parameters: string; places: ReadonlyMap<string, string>; result: string }} Call
 */

/**
 * The call of options some of which must have certain values: `options: DigitsOptions & { test: 0 }`.
 * @param {TrickFacts} trick
 * @param {string} all the name of the interface of all options
 * @param {readonly (readonly [name: string, type: string])[]} certain
 * @param {string} result
 * @returns {Call}
 */
function specialCall({ options }, all, certain, result) {
  const values = certain.map(([name, type]) => `${name}: ${type}`).join("; ");
  const places = new Map(options.map(({ name }) => [name, `options.${name}`]));
  return { parameters: `options: ${all} & { ${values} }`, places, result };
}

/**
 * The ways to call a trick: as many options by position as can be, down to none.
 * @param {TrickFacts} trick
 * @param {Definition} definition
 * @param {ReadonlyMap<string, string>} types
 * @param {string} all the name of the interface of all options
 * @param {string} result
 * @returns {Call[]}
 */
function callsByName({ options }, { positional = [], options: table }, types, all, result) {
  return [...positional.keys(), positional.length].reverse().map((count) => {
    const leading = positional.slice(0, count);
    const rest = options.filter(({ name }) => !leading.includes(name));
    const mark = rest.some(({ required }) => required) ? "" : "?";
    const type = count === 0 ? all : `Omit<${all}, ${names(leading, table)}>`;
    const parameters = leading.map((name) => `${name}: ${types.get(name)}`);
    return {
      parameters: [...parameters, ...(rest.length === 0 ? [] : [`options${mark}: ${type}`])].join(", "),
      places: new Map(options.map(({ name }) => [name, leading.includes(name) ? name : `options.${name}`])),
      result,
    };
  });
}

/**
 * Options by all of their names, as a union.
 * @param {readonly string[]} leading
 * @param {Definition["options"]} table
 */
function names(leading, table) {
  return leading
    .flatMap((name) => [name, ...(table[name].formerly ?? [])])
    .map((name) => `"${name}"`)
    .join(" | ");
}

/**
 * The way to call what takes its arguments in a way of its own, such as a list. A single one is called as its option;
 * options that no parameter is named after are in the parameter `options`, if there is one.
 * @param {ts.TypeChecker} checker
 * @param {ts.Node} place
 * @param {ts.Signature} signature
 * @param {TrickFacts} trick
 * @returns {Call}
 */
function callAsWritten(checker, place, signature, { options }) {
  const written = signature.parameters.flatMap((parameter) => {
    const declaration = /** @type {ts.ParameterDeclaration} */ (parameter.valueDeclaration);
    const list = checker.getTypeOfSymbol(parameter);
    if (declaration.dotDotDotToken === undefined || !checker.isTupleType(list)) {
      const { dotDotDotToken: rest, questionToken: mark, type } = declaration;
      const isHere = declaration.getSourceFile() === place.getSourceFile();
      return [
        {
          rest: rest?.getText() ?? "",
          name: parameter.name,
          mark: mark?.getText() ?? "",
          type: isHere ? type?.getText() : checker.typeToString(list, place, AS_IMPORTED),
        },
      ];
    }
    const { labeledElementDeclarations: labels, minLength } = /** @type {ts.TupleTypeReference} */ (list).target;
    return checker.getTypeArguments(/** @type {ts.TupleTypeReference} */ (list)).map((type, i) => ({
      rest: "",
      name: labels?.[i]?.name.getText() ?? `argument${i + 1}`,
      mark: i < minLength ? "" : "?",
      type: printType(checker, type, declaration),
    }));
  });
  if (written.length === 1 && options.length === 1) written[0].name = options[0].name;
  const by = new Set(written.map(({ name }) => name));
  const inOptions = options.filter(({ name }) => by.has("options") && !by.has(name));
  return {
    parameters: written.map(({ rest, name, mark, type }) => `${rest}${name}${mark}: ${type}`).join(", "),
    places: new Map([
      ...written.map(({ name }) => /** @type {const} */ ([name, name])),
      ...inOptions.map(({ name }) => /** @type {const} */ ([name, `options.${name}`])),
    ]),
    result: printType(checker, signature.getReturnType(), place),
  };
}

/**
 * @param {string} name
 * @param {TrickFacts} trick
 * @param {ReadonlyMap<string, string>} types
 * @param {Definition} definition
 */
function optionsInterface(name, { name: trick, options }, types, definition) {
  const members = options.flatMap((option) => {
    const type = types.get(option.name);
    const member = option.required ? `${option.name}: ${type};` : `${option.name}?: ${type} | undefined;`;
    const now = `${docComment({ text: wrapped(optionDoc(option)), tags: [] })}\n${member}`;
    const former = formerMembers(option.name, definition.options[option.name] ?? {}, type ?? "unknown");
    return [now, ...former].map((text) => text.replace(/^/gm, "    "));
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

/**
 * @param {ts.Type} type
 * @param {ts.Node} place
 */
function definitionType(type, place) {
  const declaration = /** @type {ts.PropertySignature} */ (type.getProperty("definition")?.valueDeclaration);
  const text = /** @type {ts.TypeNode} */ (declaration.type).getText();
  const source = relative(dirname(place.getSourceFile().fileName), resolve("dist/data/source.ts"));
  return text === "SourceDefinition" ? `import("${source}").SourceDefinition` : text;
}

/** @template T @param {T | undefined} value @returns {T} */
function present(value) {
  if (value === undefined) throw new Error("expected options by name in every signature of a trick");
  return value;
}
