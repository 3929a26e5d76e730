// A part of scripts/build.mjs: rewrites the declarations that it built for editors. Each trick becomes a function with
// named parameters, documented from the trick's own facts; each option of a function says what its check accepts. Fails
// where a declaration would say another thing than its source.
// @ts-check
import { writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import ts from "typescript";
import * as evenkeel from "../dist/index.js";
import { allTrickFacts, optionFacts } from "../dist/report/catalogue/trick-facts.js";
import { disagreements } from "./declarations/agreement.mjs";
import { docComment, wrapped } from "./declarations/doc-comment.mjs";
import { Edits } from "./declarations/edits.mjs";
import { formerMembers } from "./declarations/former-members.mjs";
import { functionComment, functionsOf } from "./declarations/function-docs.mjs";
import { optionTables } from "./declarations/option-tables.mjs";
import { optionWords } from "./declarations/option-words.mjs";
import { printType } from "./declarations/print-type.mjs";
import { declarationProgram, ENTRIES, exportsOf } from "./declarations/program.mjs";
import { trickDeclaration } from "./declarations/trick-declaration.mjs";

const program = declarationProgram();
const checker = program.getTypeChecker();
const edits = new Edits();

const tables = await optionTables(program);
for (const [type, options] of tables)
  for (const property of checker.getDeclaredTypeOfSymbol(type).getProperties()) {
    const { name, valueDeclaration: place } = property;
    const option = options.get(name);
    if (place === undefined || option?.formerly === undefined) continue;
    edits.insertAfter(place, formerMembers(name, option, printType(checker, checker.getTypeOfSymbol(property), place)));
  }
const words = await optionWords(program, tables);
for (const [declaration, text] of words) edits.comment(declaration, docComment({ text: wrapped(text), tags: [] }));
for (const declared of functionsOf([...new Set(ENTRIES.flatMap((entry) => exportsOf(program, entry)))])) {
  const comment = functionComment(checker, declared, words);
  if (comment !== undefined) edits.comment(declared, comment);
}

const facts = new Map(allTrickFacts().map((trick) => [trick.name, trick]));
const [index] = ENTRIES;
const written = new Set(exportsOf(program, index).map(({ name }) => name));
const tricks = [...new Set(exportsOf(program, index))].flatMap(({ name, valueDeclaration: place }) => {
  const trick = facts.get(name);
  if (trick === undefined || !("definition" in Reflect.get(evenkeel, name))) return []; // such as ensemble(), of models
  if (place === undefined || !ts.isVariableDeclaration(place))
    throw new Error(`${name}: expected a constant, as it is built; run npm run build`);
  return [{ name, place, trick }];
});
const interfaces = tricks.flatMap(({ name, place, trick }) => {
  const { definition } = Reflect.get(evenkeel, name);
  const host = Object.entries(definition.host ?? {}).map(([key, option]) => optionFacts(key, option));
  const whole = { ...trick, options: [...trick.options, ...host] };
  const { text, options } = trickDeclaration(checker, place, whole, definition, optionsName(name));
  edits.replace(place.parent.parent, text);
  const from = relative(dirname(index), place.getSourceFile().fileName).replace(/\.d\.ts$/, ".ts");
  return options === undefined ? [] : [`export type { ${options} } from "./${from}";\n`];
});

/** The name of the interface of a trick's options; "IdxSourceOptions" where IdxOptions are others. @param {string} trick */
function optionsName(trick) {
  const name = trick[0].toUpperCase() + trick.slice(1);
  return written.has(`${name}Options`) ? `${name}SourceOptions` : `${name}Options`;
}

const texts = edits.texts();
texts.set(index, `${texts.get(index) ?? program.getSourceFile(index)?.text}${interfaces.join("")}`);
const wrong = disagreements(texts, tricks, program);
for (const line of wrong) console.error(line);
if (wrong.length > 0) process.exit(1);
for (const [file, text] of texts) writeFileSync(file, text);
