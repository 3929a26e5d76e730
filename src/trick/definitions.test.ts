import { describe, expect, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import { defineScaling } from "../data/scaling.ts";
import { defineInitializer } from "../model/initializer.ts";
import { defineLayer } from "../model/layer.ts";
import { dense } from "../model/layers/dense.ts";
import { sequential } from "../model/layers/sequential.ts";
import { defineLoss } from "../model/loss.ts";
import { defineMetric } from "../model/metric.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { defineSchedule } from "../optimize/schedule.ts";
import { defineCallback } from "../train/callback.ts";
import { train } from "../train/train.ts";

// biome-ignore lint/suspicious/noExplicitAny: what the types would refuse, as JavaScript may give it
const any = (value: unknown): any => value;
const about = { name: "mine", summary: "", source: "", options: {} };
const data = arrays({ inputs: [[0], [1]], labels: [0, 1] });
const trained = (options: object, ...layers: unknown[]) =>
  train(sequential([...(layers as []), dense(2)]), data, { epochs: 1, threads: 0, ...options });

describe("what a definition of your own gives is looked at", () => {
  test.each<[string, () => unknown, string]>([
    [
      "a layer that builds nothing",
      () => trained({}, any(defineLayer)({ ...about, build: () => undefined })()),
      "0.mine: build: expected a layer for this input, { outputShape, parameters, state, forward }, received undefined.",
    ],
    [
      "a layer that gives a number",
      () => trained({}, defineLayer({ ...about, forward: () => any(5) })()),
      "0.mine: expected a tensor, received 5.",
    ],
    [
      "a loss of unknown targets",
      () => defineLoss({ ...about, targetKind: any("labels"), compute: ({ output }) => output }),
      'defineLoss: targetKind: expected either "classes" or "values", received "labels".',
    ],
    [
      "a metric that does not say what is better",
      () => defineMetric({ ...about, higherIsBetter: any(undefined), compute: ({ output }) => output }),
      "defineMetric: higherIsBetter: expected true or false, received undefined.",
    ],
    [
      "a metric of an unknown unit",
      () => defineMetric({ ...about, higherIsBetter: true, unit: any("percent"), compute: ({ output }) => output }),
      'defineMetric: unit: expected one of share, number, target, received "percent".',
    ],
    [
      "a scaling that gives nothing",
      () => trained({ scaling: defineScaling({ ...about, fit: () => any(undefined) })() }),
      "mine: fit: expected { subtract, multiply }, two finite numbers, received undefined.",
    ],
    [
      "an initializer that gives nothing",
      () => trained({}, dense(2, { init: defineInitializer({ ...about, draw: () => any(undefined) })() })),
      "mine: draw: expected a Float32Array of as many numbers as the shape has, received undefined.",
    ],
    [
      "a schedule that gives text",
      () => trained({ optimizer: adam({ learningRate: defineSchedule({ ...about, at: () => any("0.1") })() }) }),
      'mine at step 0: expected a number, received "0.1".',
    ],
    [
      "a callback that gives a number",
      () => trained({ callbacks: [defineCallback({ ...about, start: () => ({ epochEnd: async () => any(5) }) })()] }),
      "mine: epochEnd: expected a reason to stop, in words, or undefined to go on, received 5",
    ],
  ])("%s", async (_, work, message) => {
    await expect((async () => work())()).rejects.toThrow(message);
  });

  test("takes a built layer without parameters and statistics", async () => {
    const layer = any(defineLayer)({
      ...about,
      build: (input: readonly number[]) => ({ outputShape: input, forward: (x: unknown) => x }),
    });
    expect((await trained({}, layer())).steps).toBe(1);
  });

  test("asks a schedule for nothing beyond the end of the training", async () => {
    const rates = [0.1];
    const optimizer = adam({ learningRate: defineSchedule({ ...about, at: (step) => rates[step] })() });
    expect((await trained({ optimizer })).skippedSteps).toBe(0);
  });
});
