import { describe, expect, test } from "vitest";
import { arrays } from "../../data/arrays.ts";
import type { Dataset } from "../../data/dataset.ts";
import { dense } from "../../model/layers/dense.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { defineMetric } from "../../model/metric.ts";
import { readRun } from "../../saved/load-run.ts";
import { train } from "../train.ts";
import type { TrainOptions } from "../train-options.ts";

const options: TrainOptions = { threads: 0, epochs: 1 };
const inputs = (n: number) => Array.from({ length: n }, (_, i) => [i / n]);
const held = <T extends object>(targets: T, tested: T): Dataset =>
  arrays({ inputs: inputs(10), ...targets }, { test: { inputs: inputs(4), ...tested } });
const run = (outputs: number, data: Dataset, more: TrainOptions = {}) =>
  train(sequential([dense(outputs)]), data, { ...options, ...more });
const h = Math.log;

describe("beside the test stands what is reached without a look at the inputs", () => {
  test("of classes: the largest class of the training set, and the log loss of their shares", async () => {
    // Training shares 0.2, 0.5, 0.3; the test set has classes 0, 1, 1, 2.
    const data = held({ labels: [0, 0, 1, 1, 1, 1, 1, 2, 2, 2] }, { labels: [0, 1, 1, 2] });
    const { baseline, test: measured } = await run(3, data);
    expect(baseline?.accuracy).toBe(0.5);
    expect(baseline?.logLoss).toBeCloseTo(-(h(0.2) + 2 * h(0.5) + h(0.3)) / 4, 12);
    expect(Object.keys(measured ?? {})).toEqual(expect.arrayContaining(Object.keys(baseline ?? {})));
  });

  test.each([1, 2])("of two classes, with %d outputs", async (outputs) => {
    // 7 of 10 are no; the test set has 3 of 4.
    const data = held(
      { labels: ["no", "no", "no", "no", "no", "no", "no", "yes", "yes", "yes"] },
      { labels: ["no", "no", "no", "yes"] },
    );
    const { baseline } = await run(outputs, data);
    expect(baseline).toEqual({
      accuracy: 0.75,
      logLoss: expect.closeTo(-(3 * h(0.7) + h(0.3)) / 4, 12),
      rocAuc: 0.5,
      f1: 0,
    });
  });

  test("of real targets: their mean in the training set, in their own units", async () => {
    const targets = Array.from({ length: 10 }, (_, i) => [100 * i]); // of mean 450
    const { baseline } = await run(1, held({ targets }, { targets: [[400], [500], [450], [350]] }));
    expect(baseline).toEqual({
      rootMeanSquaredError: expect.closeTo(Math.sqrt((50 ** 2 + 50 ** 2 + 100 ** 2) / 4), 9),
      meanAbsoluteError: expect.closeTo(50, 9),
      r2: expect.closeTo(1 - (2 * 50 ** 2 + 100 ** 2) / (25 ** 2 + 75 ** 2 + 25 ** 2 + 75 ** 2), 9),
    });
  });

  test("of several labels: the share of each", async () => {
    const targets = Array.from({ length: 10 }, (_, i) => [Number(i < 8), Number(i < 1)]);
    const data: Dataset = {
      ...held(
        { targets },
        {
          targets: [
            [1, 0],
            [1, 0],
            [0, 0],
            [1, 1],
          ],
        },
      ),
      task: "multilabel",
    };
    const { baseline } = await run(2, data);
    expect(baseline?.accuracy).toBe(6 / 8); // always yes and no
  });

  test("by the weights of samples", async () => {
    const data = held<object>(
      { labels: [0, 0, 1, 1, 1, 1, 1, 1, 1, 1], weights: [8, 8, 1, 1, 1, 1, 1, 1, 1, 1] },
      { labels: [0, 1, 1, 1], weights: [3, 1, 1, 1] },
    );
    expect((await run(2, data)).baseline?.accuracy).toBe(0.5);
  });
});

test("is saved with the run, has no metric that cannot be measured of it, and needs a test set", async () => {
  const data = held({ labels: [0, 0, 1, 1, 1, 1, 1, 2, 2, 2] }, { labels: [0, 1, 1, 2] });
  const ofBatches = defineMetric({
    name: "ofBatches",
    summary: "The mean output.",
    source: "by definition",
    higherIsBetter: false,
    options: {},
    compute: ({ output }) => output.mean(),
  });
  const trained = await run(3, data);
  expect(readRun(trained.toBytes()).baseline).toEqual(trained.baseline);
  expect((await run(3, data, { metrics: [ofBatches()] })).baseline).toEqual({});
  const { test: _, ...untested } = data;
  expect((await run(3, untested)).baseline).toBeUndefined();
});
