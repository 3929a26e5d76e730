import { fromExpression } from "evenkeel";
import { expect, test } from "vitest";
import type { Experiment } from "../experiment.ts";
import { isMuch, layersIn, workOf } from "./work-of.ts";

const experiment = (base: object): Experiment => ({
  chapter: "x",
  which: "main",
  base: { ...base },
  a: {},
  b: {},
  seed: 1,
  seeds: 5,
});

test("an experiment of the usual size is begun without asking", async () => {
  const work = await workOf(experiment({ model: "mlp", hidden: [128], trainSize: 3000, epochs: 3 }));
  expect(work.multiplications).toBe(10 * 3 * 101_770 * 47 * 3 * 64);
  expect(isMuch(work)).toBe(false);
});

test.each([
  ["many epochs", { model: "mlp", epochs: 1_000_000 }],
  ["wide layers", { model: "mlp", hidden: [100_000, 100_000] }],
  ["many samples", { model: "mlp", trainSize: 1_000_000, epochs: 1 }],
  ["many points", { data: "blobs({ samples: 10000000, features: 1000 })", model: "mlp" }],
  ["layers within layers", { model: `sequential([${"repeat(1000, [".repeat(6)}relu()${"])".repeat(6)}])` }],
])("%s are asked for first", async (_, base) => {
  expect(isMuch(await workOf(experiment(base)))).toBe(true);
});

test("layers are counted without being made", () => {
  expect(layersIn(fromExpression("layers", "sequential([repeat(3, [dense(4), relu()]), residual(dense(4))])"))).toBe(
    10,
  );
});
