#!/usr/bin/env node
// Writes docs/catalogue from the tricks and the diagnoses themselves, as they were built into dist/. With --check, fails if a page is old.
// @ts-check
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import * as diagnoses from "../dist/doctor/diagnoses/index.js";
import { exampleCures } from "../dist/doctor/example-cures.js";
import * as evenkeel from "../dist/index.js";
import { catalogueIndex } from "../dist/report/catalogue/catalogue-index.js";
import { allDiagnosisFacts } from "../dist/report/catalogue/diagnosis-facts.js";
import { diagnosisPage } from "../dist/report/catalogue/diagnosis-page.js";
import { allTrickFacts } from "../dist/report/catalogue/trick-facts.js";
import { fileName, trickPage } from "../dist/report/catalogue/trick-page.js";
import { trickPlot } from "../dist/report/catalogue/trick-plot.js";

const FOLDER = "docs/catalogue";
const SOURCES = readdirSync("src", { recursive: true, encoding: "utf8" }).filter(
  (file) => !/experiments|test/.test(file),
);

const tricks = allTrickFacts();
const diseases = allDiagnosisFacts();
/** @type {Map<string, string>} */
const pages = new Map([["README.md", catalogueIndex(tricks, diseases)]]);
for (const trick of tricks) {
  const file = fileName(trick.name);
  const plot = await plotOf(trick);
  if (plot !== undefined) pages.set(`plots/${file}.svg`, plot);
  const links = {
    page: (/** @type {string} */ name) =>
      tricks.some((other) => other.name === name) ? `${fileName(name)}.md` : undefined,
    isPublic: (/** @type {string} */ name) => Object.hasOwn(evenkeel, name),
    source: `../../src/${SOURCES.find((path) => basename(path) === `${file}.ts`)}`,
    ...(plot === undefined ? {} : { plot: `plots/${file}.svg` }),
  };
  pages.set(`${file}.md`, trickPage(trick, links));
}

const curesOf = await exampleCures();
for (const diagnosis of Object.values(diagnoses)) {
  const facts = diseases.find(({ name }) => name === diagnosis.name);
  const file = fileName(diagnosis.name);
  if (facts !== undefined)
    pages.set(`${file}.md`, diagnosisPage(facts, curesOf(diagnosis), `../../src/doctor/diagnoses/${file}.ts`));
}

/** @param {(typeof tricks)[number]} trick */
async function plotOf({ name, example }) {
  if (name === "ensemble") return undefined; // made of trained models, which an example does not have
  return trickPlot(new Function(...Object.keys(evenkeel), `return ${example}`)(...Object.values(evenkeel)));
}

const check = process.argv.includes("--check");
mkdirSync(join(FOLDER, "plots"), { recursive: true });
const there = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((file) => /\.(md|svg)$/.test(file));
const read = (/** @type {string} */ file) =>
  existsSync(join(FOLDER, file)) ? readFileSync(join(FOLDER, file), "utf8") : "";
const old = [
  ...[...pages].filter(([file, text]) => read(file) !== text).map(([file]) => file),
  ...there.filter((file) => !pages.has(file)),
];
for (const file of old) {
  const text = pages.get(file);
  if (check)
    console.error(
      `${join(FOLDER, file)}: expected what the trick says of itself now, received an older page. Run npm run build and node scripts/generate-catalogue.mjs.`,
    );
  else if (text === undefined) rmSync(join(FOLDER, file));
  else writeFileSync(join(FOLDER, file), text);
}
process.exit(check && old.length > 0 ? 1 : 0);
