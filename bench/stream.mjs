#!/usr/bin/env node
// What an epoch over a streamed training set costs beside the same set in memory: of batches that are there, and of a CSV
// file that is parsed in the first epoch. All sets are standardized. Run by turns in one process, on all cores:
// node bench/stream.mjs [epochs] [units of each hidden layer of another model, as 2048,1024]
// @ts-check
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { arrays, csv, dense, relu, sequential, standardize, streamed, train } from "../dist/index.js";

const [SAMPLES, FEATURES, CLASSES, PIECE] = [200_000, 50, 10, 4096];
const EPOCHS = Number(process.argv[2] ?? 5);

const numbers = new Float32Array(SAMPLES * FEATURES);
const labels = new Uint8Array(SAMPLES);
for (let i = 0, state = 1; i < numbers.length; i++) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  numbers[i] = Math.round((state / 2 ** 32 - 0.5) * 1e5) / 1e5;
}
for (let i = 0; i < SAMPLES; i++) labels[i] = Math.floor((numbers[i * FEATURES] + 0.5) * CLASSES);

async function* pieces() {
  for (let at = 0; at < SAMPLES; at += PIECE) {
    const end = Math.min(SAMPLES, at + PIECE);
    const data = numbers.subarray(at * FEATURES, end * FEATURES);
    yield { inputs: { shape: [end - at, FEATURES], data }, labels: labels.subarray(at, end) };
  }
}

const folder = mkdtempSync(join(tmpdir(), "stream-"));
const path = join(folder, "rows.csv");
const header = [...Array.from({ length: FEATURES }, (_, i) => `x${i}`), "y"].join();
const rows = Array.from(
  { length: SAMPLES },
  (_, i) =>
    `${Array.from(numbers.subarray(i * FEATURES, (i + 1) * FEATURES), (x) => x.toFixed(5)).join()},c${labels[i]}`,
);
writeFileSync(path, `${header}\n${rows.join("\n")}\n`);

const sets = {
  "in memory": arrays({ inputs: { shape: [SAMPLES, FEATURES], data: numbers }, labels, classes: CLASSES }),
  "streamed batches": await streamed(pieces, { classes: CLASSES }),
  "streamed, 32 MB at once": await streamed(pieces, { classes: CLASSES, memory: 32 }),
  "streamed CSV": await csv({ path, target: "y", stream: true }),
};
const given = process.argv[3]?.split(",").map(Number);
const models = { small: [128], large: [512, 256], ...(given && { given }) };
for (const [name, units] of Object.entries(models)) {
  console.log(`${name}: ${FEATURES}-${units.join("-")}-${CLASSES}, batches of 128, ${SAMPLES} samples`);
  /** @type {Record<string, number[]>} */
  const seconds = {};
  for (let round = 0; round < 4; round++)
    for (const [set, data] of Object.entries(sets)) {
      const model = sequential([...units.flatMap((width) => [dense(width), relu()]), dense(CLASSES)]);
      const run = await train(model, data, {
        epochs: EPOCHS,
        batchSize: 128,
        scaling: standardize({ per: "feature" }),
      });
      seconds[set] = [...(seconds[set] ?? []), ...run.history.slice(1).map((epoch) => epoch.seconds)];
      await run.model.close();
    }
  const median = (/** @type {number[]} */ list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
  const base = median(seconds["in memory"]);
  for (const [set, list] of Object.entries(seconds))
    console.log(
      `  ${set.padEnd(24)} ${median(list).toFixed(3)} s an epoch, ${(median(list) / base).toFixed(3)} of in memory`,
    );
}
rmSync(folder, { recursive: true });
