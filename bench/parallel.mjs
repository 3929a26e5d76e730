#!/usr/bin/env node
// How much more a study gets done with as many runs at a time as there are cores than with one, by turns, so that what else
// the machine does falls on both; and what the machine itself allows: as many processes that each train one network, beside
// one alone. node bench/parallel.mjs [rounds] [runs at a time] [epochs]. Results have to be the same bits.
// @ts-check
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { compare, recipeData, trainRecipe } from "../dist/index.js";
import { summary } from "./statistics.mjs";

const ROUNDS = Number(process.argv[2] ?? 5);
const MANY = Number(process.argv[3] ?? availableParallelism());
const EPOCHS = Number(process.argv[4] ?? 3);
/** @type {Record<string, import("../dist/index.js").RecipeInput>} */
const STUDIES = {
  "mlp 256-256, 2,000 digits": { model: "mlp", hidden: [256, 256], trainSize: 2000 },
  "convnet, 400 digits": { model: "convnet", trainSize: 400 },
};

const alone = process.argv[5];
if (alone !== undefined) {
  const data = await recipeData(STUDIES[alone]);
  const begun = performance.now();
  await trainRecipe({ ...STUDIES[alone], epochs: 4 * EPOCHS }, data, { threads: 1 });
  console.log((performance.now() - begun) / 1000);
  process.exit(0);
}

for (const [name, model] of Object.entries(STUDIES)) {
  /** @type {Record<string, number[]>} */
  const seconds = { one: [], many: [] };
  /** @type {unknown} */
  let results;
  for (
    let round = -1;
    round < ROUNDS;
    round++ // the first one draws the data, and is not counted
  )
    for (const [which, parallel] of /** @type {const} */ ([
      ["one", 1],
      ["many", MANY],
    ])) {
      const study = await compare({
        base: { ...model, validationSize: 100, testSize: 200, epochs: EPOCHS },
        vary: { dropout: [0, 0.5] },
        seeds: 2 * MANY,
        parallel,
      });
      const measured = study.runs.map(({ test }) => test);
      results ??= measured;
      assert.deepEqual(measured, results);
      if (round >= 0) seconds[which].push(study.seconds);
    }
  const ratios = seconds.one.map((time, i) => time / seconds.many[i]);
  const { median, minimum } = summary(ratios);
  const times = [summary(seconds.one).median, summary(seconds.many).median].map((time) => time.toFixed(1));
  console.log(
    `${name}: ${times[0]} s with 1 run at a time, ${times[1]} s with ${MANY}: ${median.toFixed(2)}× the throughput (least ${minimum.toFixed(2)}×); ${MANY} processes that know nothing of each other: ${(await ceiling(name)).toFixed(2)}×`,
  );
}

/**
 * What separate processes, one thread each, get done beside one alone: the most that this machine allows.
 * @param {string} name
 */
async function ceiling(name) {
  const times = /** @type {number[]} */ ([]);
  for (let round = 0; round < ROUNDS; round++) {
    const [one] = await processes(name, 1);
    const many = await processes(name, MANY);
    times.push((MANY * one) / (many.reduce((sum, time) => sum + time, 0) / MANY));
  }
  return summary(times).median;
}

/**
 * @param {string} name
 * @param {number} count
 */
function processes(name, count) {
  const args = [fileURLToPath(import.meta.url), "1", "1", String(EPOCHS), name];
  return Promise.all(
    Array.from({ length: count }, async () => Number((await promisify(execFile)(process.execPath, args)).stdout)),
  );
}
