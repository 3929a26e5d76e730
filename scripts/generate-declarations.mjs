#!/usr/bin/env node
// Rewrites the declarations in dist/ for editors: each trick as a function with named parameters, documented from the
// trick's own facts, and options of functions with what their checks accept.
// @ts-check
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import ts from "typescript";
import * as evenkeel from "../dist/index.js";
import { allTrickFacts } from "../dist/report/catalogue/trick-facts.js";
import { callShapes, isCovered } from "./declarations/call-shapes.mjs";
import { importing } from "./declarations/print-type.mjs";
import { declarationProgram, ENTRIES, exportsOf } from "./declarations/program.mjs";
import { trickDeclaration } from "./declarations/trick-declaration.mjs";

const inferred = declarationProgram();
const [index] = ENTRIES;
const facts = new Map(allTrickFacts().map((trick) => [trick.name, trick]));
/** @type {Map<string, string>} */
const texts = new Map();
/** @type {Map<string, string>} */
const withInferred = new Map();
/** @type {string[]} */
const interfaces = [];

for (const { name, symbol } of exportsOf(inferred, index)) {
  const trick = facts.get(name);
  if (trick === undefined) continue;
  const place = symbol.valueDeclaration;
  if (place === undefined || !ts.isVariableDeclaration(place)) throw new Error(`${name}: expected a constant`);
  const definition = Reflect.get(evenkeel, name).definition;
  const { text, options } = trickDeclaration(inferred.getTypeChecker(), symbol, place, trick, definition);
  const file = place.getSourceFile();
  /** @type {Map<string, Set<string>>} */
  const imports = new Map();
  const statement = place.parent.parent;
  const before = file.text.slice(0, statement.getFullStart());
  const after = file.text.slice(statement.end);
  const declaration = importing(text, imports);
  const lines = [...imports].map(([from, names]) => `import type { ${[...names].join(", ")} } from "${from}";\n`);
  const rewritten = `${lines.join("")}${before}\n${declaration}${after}`;
  texts.set(file.fileName, rewritten);
  withInferred.set(file.fileName, `${rewritten}\nexport declare const __${name}: ${place.type?.getText()};\n`);
  const path = relative(dirname(index), file.fileName).replace(/\.d\.ts$/, ".ts");
  if (options !== undefined) interfaces.push(`export type { ${options} } from "./${path}";`);
}
const indexText = `${readFileSync(index, "utf8")}${interfaces.join("\n")}\n`;
texts.set(index, indexText);
withInferred.set(index, indexText);

const program = declarationProgram(withInferred, inferred);
const checker = program.getTypeChecker();
const wrong = [...withInferred.keys()].flatMap((file) =>
  program.getSemanticDiagnostics(program.getSourceFile(file)).map(({ file, start, messageText }) => {
    return `${file?.fileName}:${start}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  }),
);
for (const { name, symbol } of exportsOf(program, index)) {
  if (!facts.has(name)) continue;
  const file = symbol.declarations?.[0].getSourceFile();
  const module = checker.getSymbolAtLocation(/** @type {ts.SourceFile} */ (file));
  const source = checker.getExportsOfModule(/** @type {ts.Symbol} */ (module)).find((one) => one.name === `__${name}`);
  const [made, found] = [symbol, source].map((one) => callShapes(checker, checker.getTypeOfSymbol(/** @type {ts.Symbol} */ (one))));
  const more = made.find((shape) => !found.some((by) => isCovered(checker, shape, by)));
  const less = found.find((shape) => !made.some((by) => isCovered(checker, shape, by)));
  if (more ?? less) wrong.push(`${name}: the generated declaration accepts ${more ? "more" : "less"} than the source`);
}
if (wrong.length > 0) {
  console.error(wrong.join("\n"));
  process.exit(1);
}
for (const [file, text] of texts) writeFileSync(file, text);
