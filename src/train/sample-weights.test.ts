import { describe, expect, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import type { Dataset } from "../data/dataset.ts";
import { kFold } from "../data/k-fold.ts";
import { constant } from "../model/initializers/constant.ts";
import { zeros } from "../model/initializers/zeros.ts";
import { dense } from "../model/layers/dense.ts";
import { sequential } from "../model/layers/sequential.ts";
import { defineLoss, type Loss } from "../model/loss.ts";
import { binaryCrossEntropy } from "../model/losses/binary-cross-entropy.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { hinge } from "../model/losses/hinge.ts";
import { huber } from "../model/losses/huber.ts";
import { klDivergence } from "../model/losses/kl-divergence.ts";
import { meanAbsoluteError } from "../model/losses/mean-absolute-error.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import { accuracy } from "../model/metrics/accuracy.ts";
import { sgd } from "../optimize/optimizers/sgd.ts";
import { evaluate } from "./evaluate.ts";
import { train } from "./train.ts";
import type { TrainOptions } from "./train-options.ts";

const still: TrainOptions = {
  ...{ threads: 0, epochs: 1, backend: "reference", targetScaling: "none" },
  ...{ optimizer: sgd({ learningRate: 1e-30 }), metrics: [] },
};
const inputs = [[0.5], [-1], [2], [0], [1.5], [-0.5]];
const weights = [1, 0.5, 0, 3, 2, 0.25];
const labels = [0, 1, 2, 1, 0, 2];

/** The loss of each sample alone, and of all with weights, by a model whose weights do not move. */
async function losses(loss: Loss, width: number, targets: { labels?: number[]; targets?: number[][] }) {
  const model = sequential([dense(width, { init: constant(0.7) })]);
  const lossOf = async (data: Dataset, batchSize: number) =>
    (await train(model, data, { ...still, loss, batchSize })).history[0].train.loss;
  const each: number[] = [];
  for (let i = 0; i < inputs.length; i++) {
    const own = targets.labels
      ? { labels: [targets.labels[i]], classes: 3 }
      : { targets: [(targets.targets as number[][])[i]] };
    each.push(await lossOf(arrays({ inputs: [inputs[i]], ...own }), 1));
  }
  const classes = targets.labels ? { classes: 3 } : {};
  const all = arrays({ inputs, ...targets, ...classes, weights });
  return { each, lossOf: (batchSize: number) => lossOf(all, batchSize), all, model };
}

describe("weights of samples", () => {
  const reals = inputs.map(([x]) => [3 * x, 1 - x]);
  const shares = inputs.map((_, i) => [i / 8, 1 - i / 8]);

  test.each<[Loss, number, { labels?: number[]; targets?: number[][] }]>([
    [crossEntropy(), 3, { labels }],
    [crossEntropy({ labelSmoothing: 0.1 }), 3, { labels }],
    [hinge(), 3, { labels }],
    [hinge({ against: "worst" }), 3, { labels }],
    [binaryCrossEntropy(), 2, { targets: shares }],
    [klDivergence(), 2, { targets: shares }],
    [meanSquaredError(), 2, { targets: reals }],
    [meanAbsoluteError(), 2, { targets: reals }],
    [huber({ delta: 0.5 }), 2, { targets: reals }],
  ])("$name: the loss is Σ w·loss / Σ w, over batches of any size", async (loss, width, targets) => {
    const { each, lossOf } = await losses(loss, width, targets);
    const total = weights.reduce((sum, w) => sum + w, 0);
    const expected = each.reduce((sum, value, i) => sum + weights[i] * value, 0) / total;
    for (const batchSize of [6, 4, 1]) expect(await lossOf(batchSize)).toBeCloseTo(expected, 10);
  });

  test("weights of classes and of samples multiply", async () => {
    const classWeights = [1, 2, 5];
    const { each, lossOf } = await losses(crossEntropy({ classWeights }), 3, { labels });
    const counts = weights.map((w, i) => w * classWeights[labels[i]]); // the loss of one sample alone has no weight
    const total = counts.reduce((sum, w) => sum + w, 0);
    const expected = each.reduce((sum, value, i) => sum + counts[i] * value, 0) / total;
    for (const batchSize of [6, 2]) expect(await lossOf(batchSize)).toBeCloseTo(expected, 10);
  });

  test("a sample of weight 2 is as two samples, and one of weight 0 as none", async () => {
    const options: TrainOptions = {
      ...{ threads: 0, backend: "reference", epochs: 5, batchSize: 7, optimizer: sgd({ learningRate: 0.5 }) },
    };
    const model = sequential([dense(3, { init: zeros() })]);
    const whole = [2, 1, 0, 1, 2, 1];
    const weighed = arrays({ inputs, labels, classes: 3, weights: whole });
    const repeated = whole.flatMap((count, i) => new Array<number>(count).fill(i));
    const copies = arrays({
      inputs: repeated.map((i) => inputs[i]),
      labels: repeated.map((i) => labels[i]),
      classes: 3,
    });
    const [a, b] = [await train(model, weighed, { ...options, batchSize: 6 }), await train(model, copies, options)];
    for (const [name, values] of Object.entries(a.weights))
      values.forEach((value, i) => {
        expect(value).toBeCloseTo(b.weights[name][i], 6);
      });
    expect(a.history.at(-1)?.train.loss).toBeCloseTo(b.history.at(-1)?.train.loss as number, 6);
  });

  test("hold in evaluation and its metrics", async () => {
    const { all, model } = await losses(crossEntropy(), 3, { labels });
    const { model: trained } = await train(model, all, { ...still, loss: crossEntropy(), metrics: [accuracy()] });
    const measured = await evaluate(trained, all.train, { threads: 0 });
    const { data } = await trained.predict(all.train.inputs);
    const right = labels.map((label, i) =>
      Number(data.subarray(3 * i, 3 * i + 3).indexOf(Math.max(...data.subarray(3 * i, 3 * i + 3))) === label),
    );
    const total = weights.reduce((sum, w) => sum + w, 0);
    expect(measured.accuracy).toBeCloseTo(right.reduce((sum, is, i) => sum + is * weights[i], 0) / total, 10);
    const logs = labels.map((label, i) => -Math.log(data[3 * i + label]));
    expect(measured.loss).toBeCloseTo(logs.reduce((sum, l, i) => sum + l * weights[i], 0) / total, 5);
  });

  test("go with their samples through splits and folds", () => {
    const tagged = { inputs: weights.map((w) => [w]), labels: [0, 1, 0, 1, 0, 1], weights };
    const parts = [...Object.values(kFold(arrays(tagged), 3)), arrays(tagged, { validation: 2, test: 2 })];
    for (const { train, validation, test } of parts)
      for (const samples of [train, validation, test])
        if (samples !== undefined) expect(Array.from(samples.weights ?? [])).toEqual(Array.from(samples.inputs.data));
  });
});

describe("weights that are none", () => {
  const given = (bad: unknown) => () => arrays({ inputs, labels, weights: bad as number[] });
  test.each<[string, unknown, string]>([
    ["too few", [1, 2], "arrays.weights: expected 6 weights, one for each sample, received 2."],
    [
      "a negative one",
      [1, 1, -1, 1, 1, 1],
      "arrays.weights: expected finite weights of at least 0, received -1 at index 2.",
    ],
    ["one that is no number", [1, 1, NaN, 1, 1, 1], "expected finite weights of at least 0, received NaN at index 2."],
    [
      "all of them 0",
      [0, 0, 0, 0, 0, 0],
      "arrays.weights: expected at least one weight above 0, received 6 weights of 0.",
    ],
  ])("%s", (_, bad, message) => {
    expect(given(bad)).toThrow(message);
  });

  test("a loss of your own has to say the loss of each sample", async () => {
    const definition = {
      name: "quartic",
      summary: "The mean fourth power of the error.",
      source: "by definition",
      targetKind: "values",
      options: {},
    } as const;
    const quartic = defineLoss({
      ...definition,
      compute: ({ output, target }) => output.sub(target).square().square().mean(),
    });
    const data = arrays({ inputs, targets: inputs, weights });
    await expect(train(sequential([dense(1)]), data, { ...still, loss: quartic() })).rejects.toThrow(
      "train: loss: expected a loss that can weigh samples, as arrays.train has weights, received quartic. Define `each`",
    );
    const weighs = defineLoss({
      ...definition,
      compute: ({ output, target }) => output.sub(target).square().square().mean(),
      each: ({ output, target }) => output.sub(target).square().square().mean(1),
    });
    const { history } = await train(sequential([dense(1, { init: zeros() })]), data, { ...still, loss: weighs() });
    const expected = inputs.reduce((sum, [x], i) => sum + weights[i] * x ** 4, 0) / 6.75;
    expect(history[0].train.loss).toBeCloseTo(expected, 10);
  });
});
