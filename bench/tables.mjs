#!/usr/bin/env node
// How good the model is that `evenkeel train` takes for a table, beside scikit-learn's MLPClassifier with standardized inputs:
// node bench/tables.mjs [seeds] [first seed] [flags of evenkeel train]. The tables are looked for in the folder EVENKEEL_DATA:
// iris and penguins as seaborn-data has them, optdigits of UCI with a header, wine and breast cancer of sklearn.datasets.
// Each seed deals other folds and draws other weights; a standard error is that of the mean over the seeds.
// @ts-check
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../dist/bundle/cli.js", import.meta.url));
const FOLDER = process.env.EVENKEEL_DATA;

/**
 * The accuracy of scikit-learn 1.2.1: MLPClassifier() with its defaults behind StandardScaler, OneHotEncoder and
 * SimpleImputer(strategy="median"); 5 folds, stratified, 18 seeds (penguins 20). Of optdigits, the file of its test writers,
 * 6 seeds.
 */
const TABLES = [
  { file: "iris.csv", target: "species", peer: { mean: 0.9478, error: 0.0011 } },
  { file: "penguins.csv", target: "species", peer: { mean: 0.9927, error: 0.0005 } },
  { file: "wine.csv", target: "target", peer: { mean: 0.9778, error: 0.0019 } },
  { file: "cancer.csv", target: "target", peer: { mean: 0.9733, error: 0.001 } },
  { file: "optdigits.tra.csv", target: "Class", test: "optdigits.tes.csv", peer: { mean: 0.9661, error: 0.0011 } },
];

const numbers = process.argv.slice(2, 4).filter((word) => /^\d+$/.test(word));
const [count = 10, first = 1] = numbers.map(Number);
const flags = process.argv.slice(2 + numbers.length);
const seeds = Array.from({ length: count }, (_, i) => first + i);

/** @param {string[]} args */
function evenkeel(...args) {
  const text = execFileSync(process.execPath, [CLI, ...args, "--json"], { stdio: ["ignore", "pipe", "ignore"] });
  return JSON.parse(text.toString());
}

/** @param {(typeof TABLES)[number]} table @param {number} seed */
function accuracyOf({ file, target, test }, seed) {
  const data = ["--data", join(FOLDER ?? "", file), "--target", target, "--threads", "1", ...flags];
  const seeded = ["--seed", `${seed}`, "--data-seed", `${seed}`];
  if (test === undefined) return evenkeel("train", ...data, ...seeded, "--folds", "5").mean.accuracy.mean;
  const model = join(FOLDER_OF_MODELS, `${seed}.evenkeel`);
  const report = join(FOLDER_OF_MODELS, "report.html");
  evenkeel("train", ...data, ...seeded, "--test-size", "0", "--save", model, "--report", report);
  return evenkeel("evaluate", model, "--data", join(FOLDER ?? "", test)).test.accuracy;
}

const { mkdtempSync, rmSync } = await import("node:fs");
const { tmpdir } = await import("node:os");
const FOLDER_OF_MODELS = mkdtempSync(join(tmpdir(), "evenkeel-tables-"));
try {
  for (const table of TABLES) {
    if (FOLDER === undefined || !existsSync(join(FOLDER, table.file))) {
      console.log(`${table.file}: skipped, as it is not in EVENKEEL_DATA (${FOLDER ?? "not set"})`);
      continue;
    }
    const own = (table.test === undefined ? seeds : seeds.slice(0, 3)).map((seed) => accuracyOf(table, seed));
    const mean = own.reduce((sum, x) => sum + x, 0) / own.length;
    const variance = own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (own.length - 1);
    const error = Math.sqrt(variance / own.length);
    const { peer } = table;
    const z = (mean - peer.mean) / Math.hypot(error, peer.error);
    const verdict = Math.abs(z) < 2 ? "no significant difference" : z > 0 ? "better" : "worse";
    console.log(
      `${table.file}: ${mean.toFixed(4)} (s.e. ${error.toFixed(4)}, ${own.length} seeds); ` +
        `MLPClassifier ${peer.mean} (s.e. ${peer.error}): ${verdict}, ${z.toFixed(1)} standard errors`,
    );
  }
} finally {
  rmSync(FOLDER_OF_MODELS, { recursive: true });
}
