import { expect, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import { mlp } from "../model/architectures/mlp.ts";
import { batchNorm } from "../model/layers/batch-norm.ts";
import { dense } from "../model/layers/dense.ts";
import { sequential } from "../model/layers/sequential.ts";
import { accuracy } from "../model/metrics/accuracy.ts";
import { sgd } from "../optimize/optimizers/sgd.ts";
import type { StepRecord } from "./recorder.ts";
import { train } from "./train.ts";

const data = arrays({
  inputs: { shape: [10, 2], data: Float32Array.from({ length: 20 }, (_, i) => Math.sin(i)) },
  labels: Uint8Array.from({ length: 10 }, (_, i) => i % 2),
});

test("onStep hears of every step once and in order, with the loss of its batch", async () => {
  const rows: StepRecord[] = [];
  const run = await train(mlp({ hidden: [3] }), data, {
    ...{ threads: 0, epochs: 2, batchSize: 4, optimizer: sgd({ learningRate: 0.1 }), metrics: [accuracy()] },
    onStep: (row) => rows.push(row),
  });
  expect(rows.map(({ step, epoch }) => [step, epoch])).toEqual([1, 2, 3, 4, 5, 6].map((s) => [s, s < 4 ? 1 : 2]));
  expect(rows.every(({ finite, learningRate }) => finite && learningRate === 0.1)).toBe(true);
  const sizes = [4, 4, 2];
  const mean = (of: (row: StepRecord) => number) =>
    rows.slice(0, 3).reduce((sum, row, i) => sum + of(row) * sizes[i], 0) / 10;
  expect(run.history[0].train.loss).toBeCloseTo(
    mean(({ loss }) => loss),
    12,
  );
  expect(run.history[0].train.accuracy).toBeCloseTo(
    mean(({ measures }) => measures.accuracy),
    12,
  );
  expect(rows[0].gradientNorm).toBeGreaterThan(0);
});

test("steps that are done again to find the one that is left out are told once, as they ended", async () => {
  const rows: StepRecord[] = [];
  // The variance of 1e20 is not finite behind a batch normalization, where loss and gradient are.
  const inputs = Float32Array.from({ length: 64 }, (_, i) => (i === 40 ? 1e20 : Math.sin(i)));
  const poisoned = arrays({
    inputs: { shape: [32, 2], data: inputs },
    labels: Uint8Array.from({ length: 32 }, (_, i) => i % 2),
  });
  const run = await train(sequential([batchNorm(), dense(2)]), poisoned, {
    ...{ threads: 0, epochs: 2, batchSize: 4, now: () => 0 },
    onStep: (row) => rows.push(row),
  });
  expect(rows.map(({ step }) => step)).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
  expect(rows.filter(({ finite }) => !finite)).toHaveLength(run.skippedSteps);
  expect(run.skippedSteps).toBe(2);
});
