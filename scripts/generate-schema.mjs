#!/usr/bin/env node
// Writes docs/schema/study.schema.json from the types of studies. With --check, fails if it is old.
// @ts-check
import { readFileSync, writeFileSync } from "node:fs";
import { studySchema } from "./schema/study-schema.mjs";

const FILE = "docs/schema/study.schema.json";
const text = `${JSON.stringify(studySchema(), null, 2)}\n`;

if (!process.argv.includes("--check")) writeFileSync(FILE, text);
else if (readFileSync(FILE, "utf8") !== text) {
  console.error(`${FILE} is old: run node scripts/generate-schema.mjs`);
  process.exit(1);
}
