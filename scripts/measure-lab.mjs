#!/usr/bin/env node
// Carries out the experiments of the lab as `compare` does, and judges their claims. Rows of docs/lab-experiments.md.
// node scripts/measure-lab.mjs [--seeds 1,2,3,4,5] [--parallel 1] [CHAPTER …]   (after npm run build)
// @ts-check
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { compare } from "evenkeel";

const { values, positionals } = parseArgs({
  options: {
    seeds: { type: "string", default: "1,2,3,4,5" },
    parallel: { type: "string", default: "1" },
  },
  allowPositionals: true,
});
const seeds = values.seeds.split(",").map(Number);

const { outputFiles } = await build({
  entryPoints: ["lab/chapters/index.ts"],
  bundle: true,
  format: "esm",
  write: false,
});
/** @type {typeof import("../lab/chapters/index.ts")} */
const { chapters } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);

console.log("| experiment | A | B | B − A in points (95 %) | CPU seconds a pair | claim |");
console.log("| --- | --- | --- | --- | --- | --- |");
for (const chapter of chapters) {
  if (positionals.length > 0 && !positionals.includes(chapter.name)) continue;
  const { main, whenNot, further } = chapter;
  for (const [which, { base, a, b, claim }] of Object.entries({ main, "when not": whenNot, ...further })) {
    const before = process.cpuUsage();
    const study = await compare({ base, variants: { A: a, B: b }, seeds, parallel: Number(values.parallel) });
    const { user, system } = process.cpuUsage(before);
    const run = (/** @type {string} */ variant, /** @type {number} */ seed) =>
      /** @type {import("evenkeel").StudyRun} */ (study.runs.find((r) => r.variant === variant && r.seed === seed));
    const pairs = seeds.map((seed) => ({ seed, a: run("A", seed), b: run("B", seed) }));
    const { difference } = study.effects[1];
    const row = [
      `${chapter.name}, ${which}`,
      accuracies(pairs.map((pair) => pair.a)),
      accuracies(pairs.map((pair) => pair.b)),
      difference === undefined
        ? "–"
        : `${points(difference.mean)} [${points(difference.low)}, ${points(difference.high)}]`,
      ((user + system) / 1e6 / seeds.length).toFixed(1),
      // What one pair says, and what all say.
      `${claim.judge(pairs.slice(0, 1), undefined)} → ${claim.judge(pairs, study)}: ${numbers(claim.numbers(pairs, study))}`,
    ];
    console.log(`| ${row.join(" | ")} |`);
  }
}

/** "0.812 0.790 failed" @param {import("evenkeel").StudyRun[]} runs */
function accuracies(runs) {
  return runs.map(({ test }) => test?.accuracy?.toFixed(3) ?? "failed").join(" ");
}

/** @param {number | undefined} share */
function points(share) {
  return share === undefined ? "–" : (100 * share).toFixed(2);
}

/** @param {import("../lab/chapters/chapter.ts").ClaimNumber[]} those */
function numbers(those) {
  return those.map(({ label, arm, value }) => `${label} ${arm} ${Number(value.toPrecision(4))}`).join(", ");
}
