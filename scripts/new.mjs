#!/usr/bin/env node
// Begins a trick from the example of its kind in docs/how-to-add.md: npm run new optimizer myRule. Writes its source, its
// test, its rows in tables of tests, the indexes and its page; with --no-page all but the page.
// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * By kind: the heading of its example, the part of the subject that it probably belongs to, what its example is called
 * with, and its row in a table that has one for every trick of the folder.
 * @typedef {{ heading: string, section?: string, call?: string, row?: (call: string) => string, needed?: string }} Kind
 * @type {Record<string, Kind>}
 */
const KINDS = {
  optimizer: { heading: "An optimizer", section: "optimizers", row: (call) => `() => ${call}` },
  transform: { heading: "A transform", section: "clipping" },
  schedule: {
    heading: "A schedule",
    section: "schedules",
    call: "0.1",
    row: (call) => call,
    needed: "{ initial: 0.1 }",
  },
  layer: { heading: "A layer", section: "layers" },
  initializer: { heading: "An initializer", section: "initialization" },
  loss: { heading: "A loss", section: "losses", row: (call) => `[[${call}, values]]` },
  metric: { heading: "A metric", section: "losses" },
  architecture: { heading: "An architecture", section: "architectures", row: (call) => `[${call}]` },
  callback: { heading: "A callback", section: "overfitting" },
  scaling: { heading: "A scaling", section: "scaling" },
  source: { heading: "A data source", section: "data" },
  experiment: { heading: "An experiment" },
  diagnosis: { heading: "A diagnosis" },
};

/** What a test file has by these names already. */
const OF_TESTS = ["await", "expect", "test", "undefined"];

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const [kind = "", name = "", flag] = process.argv.slice(2);
if (!Object.hasOwn(KINDS, kind)) refuse(`a kind (${Object.keys(KINDS).join(", ")}) and a name`, kind);
if (!isName(name)) refuse("a name in camelCase, such as myRule", name);
if (flag !== undefined && flag !== "--no-page") refuse("no flag but --no-page", flag);

const { heading, section, call = "", row, needed } = KINDS[kind];
const example = exampleUnder(heading);
const folder = dirname(example.path);
const file = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const [source, test] = [`${folder}/${file}.ts`, `${folder}/${file}.test.ts`];
if (isTaken()) refuse("a name that nothing has yet", name);

writeFileSync(source, sourceText());
writeFileSync(test, testText());
const written = [source, test];
const catalogue = basename(folder);
if (row !== undefined)
  insert(new RegExp(`\\bkeyof typeof ${catalogue}\\b.* = \\{$`), row(`${name}(${call})`), `import { ${name} } from`);
if (needed !== undefined) insert(/^const NEEDED\b.* = \{$/, needed);
run("scripts/generate-indexes.mjs");
run("node_modules/@biomejs/biome/bin/biome", "check", "--write", "--vcs-enabled=false", ...written);
const hasPage = section !== undefined && flag === undefined;
if (hasPage) {
  run("scripts/build.mjs");
  run("scripts/generate-catalogue.mjs");
  written.push(`docs/catalogue/${file}.md`);
}

console.log(`Written, and the indexes with them:\n${written.map((path) => `  ${path}`).join("\n")}\n`);
console.log(`To do:
  1. ${source}: the code, options and source; replace each TODO. It computes what the example of
     docs/how-to-add.md computes so far ("${heading}" there has the rest).
  2. ${test}: it fails until it compares with numbers from elsewhere.
     Tests that show how: ${examplesOfTests().join(", ")}
  3. npm run build && node scripts/generate-catalogue.mjs, then npm run ok.`);

/** @param {string} expected @param {string} received @returns {never} */
function refuse(expected, received) {
  console.error(
    `npm run new: expected ${expected}, received ${JSON.stringify(received)}. Try: npm run new optimizer myRule`,
  );
  process.exit(2);
}

/** Whether a text can name an export: in camelCase, and no word of the language or of tests. @param {string} text */
function isName(text) {
  try {
    new Function(`"use strict"; const ${text} = 0;`);
    return /^[a-z][a-zA-Z0-9]{0,59}$/.test(text) && !(text in {}) && !OF_TESTS.includes(text);
  } catch {
    return false;
  }
}

/** Whether some trick or public function has the name, or one of its files is there. */
function isTaken() {
  const names = [
    "src/trick/trick-names.ts",
    "src/index.ts",
    "src/compare/experiments/index.ts",
    "src/cli/experiments/initialization.ts",
    "src/doctor/diagnoses/index.ts",
  ];
  const texts = [...names.map((path) => readFileSync(path, "utf8")), example.text];
  const known = texts.some((text) => new RegExp(`\\b${name}\\b`).test(text));
  return known || existsSync(source) || existsSync(test);
}

/** The first file of the project under a heading of how-to-add. @param {string} title */
function exampleUnder(title) {
  const page = readFileSync("docs/how-to-add.md", "utf8");
  const found = page.slice(page.indexOf(`\n## ${title}\n`)).match(/^```ts\n\/\/ (src\/\S+\.ts)\n(.*?)^```$/ms);
  if (found === null) throw new Error(`docs/how-to-add.md has no example under "${title}"`);
  return { path: found[1], text: found[2] };
}

/** The example under the new name, with what only its author can say marked. */
function sourceText() {
  const old = basename(example.path, ".ts").replace(/-\w/g, (part) => part[1].toUpperCase());
  const ofTrick = ['formula: "TODO"', 'use: "TODO"', 'avoid: "TODO"', `example: "${name}(${call})"`];
  const facts = section === undefined ? [] : [`section: "${section}"`, ...ofTrick]; // a diagnosis has other ones
  return example.text
    .trimStart()
    .replace(`export const ${old} `, `export const ${name} `)
    .replaceAll(`"${old}"`, `"${name}"`)
    .replace(/^ {2}(summary|title|question): .*$/gm, '  $1: "TODO",')
    .replace(/^ {2}source: .*$/m, ['  source: "TODO"', ...facts, ""].join(",\n  ").trimEnd());
}

/** A test that is imported where conformance looks for it, and fails until it is written. */
function testText() {
  return `import { expect, test } from "vitest";
import { ${name} } from "./${file}.ts";

test("TODO: says what ${name} does, as a sentence", () => {
  expect(${name}, "TODO: compare with the paper, another library, or a calculation by hand").toBe("tested");
});
`;
}

/**
 * Puts a row for the trick into the table of a test that opens with such a line, and an import of what is in it.
 * @param {RegExp} opening @param {string} value @param {string} [importing]
 */
function insert(opening, value, importing) {
  for (const path of testFiles()) {
    const lines = readFileSync(path, "utf8").split("\n");
    const table = lines.findIndex((line) => opening.test(line));
    if (table < 0) continue;
    const next = lines.findIndex((line, i) => i > table && (line.startsWith("}") || keyOf(line) > name));
    lines.splice(next, 0, `  ${name}: ${value},`);
    const from = relative(dirname(path), source);
    const first = lines.findIndex((line) => line.startsWith("import "));
    if (importing !== undefined) lines.splice(first, 0, `${importing} "${from.startsWith(".") ? from : `./${from}`}";`);
    writeFileSync(path, lines.join("\n"));
    written.push(path);
  }
}

/** The key that a line of a table begins with; "" for other lines. @param {string} line */
function keyOf(line) {
  return /^ {2}(\w+)[:,]/.exec(line)?.[1] ?? "";
}

function testFiles() {
  return ["src", "test"].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".test.ts"))
      .map((path) => join(root, path)),
  );
}

/** The tests beside the new one. */
function examplesOfTests() {
  return testFiles().filter((path) => dirname(path) === folder && path !== test);
}

/** @param {string} script @param {readonly string[]} args */
function run(script, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
  if (status === 0) return;
  console.error(`${script} failed:\n${stdout}${stderr}`);
  process.exit(1);
}
