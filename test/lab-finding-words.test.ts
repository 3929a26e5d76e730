import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cureWords } from "../lab/looking/cure-words.zh.ts";
import { FINDING_TITLES } from "../lab/looking/finding-titles.ts";
import { findingWords } from "../lab/looking/finding-words.zh.ts";
import { plotOfFinding } from "../lab/looking/plot-of-finding.ts";
import * as diagnoses from "../src/doctor/diagnoses/index.ts";

const all = Object.values(diagnoses);

test("the lab calls each diagnosis what the library calls it, and has words for all in Chinese", () => {
  expect(FINDING_TITLES).toEqual(Object.fromEntries(all.map(({ name, title }) => [name, title])));
  expect(Object.keys(findingWords).sort()).toEqual(all.map(({ name }) => name).sort());
  const titles = Object.values(findingWords).map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
  for (const { name } of all) expect(plotOfFinding(name)).toBeTypeOf("string");
});

test("the lab has Chinese words for cures that the library gives, and for no others", () => {
  const folder = new URL("../src/doctor/", import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!\.test)\.ts$/.test(file))
    .map((file) => readFileSync(new URL(file, folder), "utf8"))
    .join("\n");
  expect(Object.keys(cureWords).filter((text) => !sources.includes(text))).toEqual([]);
});
