import { afterEach, describe, expect, test, vi } from "vitest";
import { present } from "../../../test/present.ts";
import { points, SMALL, small } from "../../../test/small-runs.ts";
import { arrays } from "../../data/arrays.ts";
import type { Samples } from "../../data/dataset.ts";
import { constant } from "../../model/initializers/constant.ts";
import { dense } from "../../model/layers/dense.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { binaryCrossEntropy } from "../../model/losses/binary-cross-entropy.ts";
import { meanAbsoluteError } from "../../model/losses/mean-absolute-error.ts";
import { meanSquaredError } from "../../model/losses/mean-squared-error.ts";
import { defineMetric } from "../../model/metric.ts";
import { accuracy } from "../../model/metrics/accuracy.ts";
import { logLoss } from "../../model/metrics/log-loss.ts";
import { rocAuc } from "../../model/metrics/roc-auc.ts";
import type { Predicted } from "../../model/predicted.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { evaluate } from "../evaluate.ts";
import { train } from "../train.ts";

const data = points(90, { validation: 20, test: 30 });
const options = { ...SMALL, epochs: 6 };
const about = { summary: "A metric of this test.", source: "this test", options: {}, higherIsBetter: true } as const;

afterEach(() => vi.restoreAllMocks());

/** What a metric of your own is given of the test set. */
async function predictedBy(given: Parameters<typeof train>[1], more: object = {}, model = small()): Promise<Predicted> {
  let seen: Predicted | undefined;
  const spy = defineMetric({
    ...about,
    name: "spy",
    measure: (predicted) => {
      const ofTest = predicted.count === given.test?.targets.shape[0];
      if (ofTest) seen ??= { ...predicted, predictions: predicted.predictions.slice() }; // later comes the baseline
      return predicted.count;
    },
  });
  const { test } = await train(model, given, { ...options, ...more, metrics: [spy()] });
  expect(test?.spy).toBe(present(seen).count);
  return present(seen);
}

describe("metrics of a whole set", () => {
  test("are measured on validation and test, not in training, in the order in which they are given", async () => {
    const run = await train(small(), data, { ...options, metrics: [rocAuc(), accuracy(), logLoss()] });
    for (const epoch of run.history) {
      expect(Object.keys(epoch.train)).toEqual(["loss", "accuracy"]);
      expect(Object.keys(present(epoch.validation))).toEqual(["loss", "rocAuc", "accuracy", "logLoss"]);
    }
    expect(Object.keys(present(run.test))).toEqual(["loss", "rocAuc", "accuracy", "logLoss", "confusionMatrix"]);
    expect(run.test?.logLoss).toBeCloseTo(present(run.test).loss, 5); // crossEntropy, in float32
  });

  test("leave the bits of weights, loss and accuracy as they are without them", async () => {
    const plain = await train(small(), data, { ...options, metrics: [accuracy()] });
    const whole = await train(small(), data, { ...options, metrics: [accuracy(), logLoss(), rocAuc()] });
    expect(whole.state).toEqual(plain.state);
    whole.history.forEach((epoch, i) => {
      expect(epoch.train).toEqual(plain.history[i].train);
      expect(epoch.validation).toMatchObject(present(plain.history[i].validation));
    });
  });

  test("see the probabilities of each sample, in the order of the set, whatever the batches are", async () => {
    const seen = await predictedBy(data);
    expect(seen).toMatchObject({ task: "classification", count: 30, width: 3, probabilities: true });
    expect(seen.targets).toEqual(data.test?.targets.data);
    const { model } = await train(small(), data, options);
    const { data: probabilities } = await model.predict(present(data.test).inputs);
    probabilities.forEach((p, i) => {
      expect(seen.predictions[i]).toBeCloseTo(p, 6);
    });
    for (const batchSize of [1, 7, 30]) {
      const measured = await evaluate(model, present(data.test), { threads: 0, batchSize, metrics: [logLoss()] });
      expect(measured.logLoss).toBeCloseTo((await evaluate(model, present(data.test), { threads: 0 })).logLoss, 6);
    }
  });

  test("see yes or no as one probability, and plain outputs as they are", async () => {
    const labels = Array.from({ length: 12 }, (_, i) => i % 2);
    const inputs = { shape: [12, 2], data: labels.flatMap((label) => [label, 1 - label]) };
    const yesOrNo = arrays({ inputs, labels }, { test: 4 });
    const binary = await predictedBy(yesOrNo, { loss: binaryCrossEntropy(), batchSize: 4 }, dense(1));
    expect(binary).toMatchObject({ task: "binary", width: 1, count: 4, probabilities: true });
    expect(binary.predictions.every((p) => p > 0 && p < 1)).toBe(true);
    const real = arrays({ inputs, targets: { shape: [12, 1], data: labels.map((x) => 3 * x) } }, { test: 4 });
    const regression = await predictedBy(real, { loss: meanSquaredError(), batchSize: 4 }, dense(1));
    expect(regression).toMatchObject({ task: "regression", width: 1, count: 4, probabilities: false });
  });

  test("count samples by their weights, and so does accuracy then", async () => {
    const test30 = present(data.test);
    const weights = Float32Array.from({ length: 30 }, (_, i) => (i < 10 ? 1 : 0));
    const { model } = await train(small(), data, options);
    const first: Samples = {
      inputs: { shape: [10, 4], data: test30.inputs.data.slice(0, 40) },
      targets: { shape: [10], data: test30.targets.data.slice(0, 10) },
    };
    const given = { threads: 0, metrics: [accuracy(), logLoss()] };
    const [weighted, alone] = [
      await evaluate(model, { ...test30, weights }, given),
      await evaluate(model, first, given),
    ];
    expect(weighted.logLoss).toBeCloseTo(alone.logLoss, 12);
    expect(weighted.accuracy).toBeCloseTo(alone.accuracy, 6);
  });

  test("of your own have to give a number", async () => {
    const text = defineMetric({ ...about, name: "text", measure: () => "0.5" as unknown as number });
    await expect(
      evaluate((await train(small(), data, options)).model, present(data.test), { metrics: [text()] }),
    ).rejects.toThrow('metric text: expected a number from measure(predicted), received "0.5".');
  });

  test("say why they have no value, in the run too, which is no failure", async () => {
    const said = vi.spyOn(console, "warn").mockImplementation(() => {});
    const { inputs } = present(data.test);
    const ones = { ...data, test: { inputs, targets: { shape: [30], data: new Uint8Array(30).fill(1) } } };
    const run = await train(small(), ones, { ...options, metrics: [rocAuc()] });
    const hint = "The test set has no rocAuc: some class or label has no sample, or all of them.";
    expect(run.test?.rocAuc).toBeNaN();
    expect(run.hints).toContain(hint);
    expect(said).toHaveBeenCalledWith(`evenkeel: ${hint}`);
  });

  test("and a mean over batches may be of one metric: the mean is taken within an epoch alone", async () => {
    const both = defineMetric({
      ...about,
      name: "both",
      compute: ({ output }) => output.mean().mul(0),
      measure: () => 1,
    });
    const { test, history } = await train(small(), data, { ...options, metrics: [both()] });
    expect([test?.both, history[0].validation?.both, history[0].train.both]).toEqual([1, 1, 0]);
    const weights = new Float32Array(30).fill(1);
    const { model } = await train(small(), data, options);
    expect((await evaluate(model, { ...present(data.test), weights }, { metrics: [both()] })).both).toBe(1);
  });

  test("a loss that serves as a metric is one", async () => {
    const inputs = { shape: [9, 1], data: Float32Array.from({ length: 9 }, (_, i) => i / 9) };
    const real = arrays(
      { inputs, targets: { shape: [9], data: [0, 1, 4, 9, 16, 25, 36, 49, 64].map((x) => x / 64) } },
      { test: 3 },
    );
    const run = await train(dense(1), real, {
      ...options,
      batchSize: 3,
      loss: meanSquaredError(),
      metrics: [meanAbsoluteError()],
    });
    expect(Object.keys(run.history[0].train)).toEqual(["loss", "meanAbsoluteError"]);
    const { data: outputs } = await run.model.predict(present(real.test).inputs);
    const errors = outputs.reduce((sum, x, i) => sum + Math.abs(x - present(real.test).targets.data[i]), 0);
    expect(run.test?.meanAbsoluteError).toBeCloseTo(errors / 3, 4);
  });
});

describe("the confusion matrix", () => {
  test("has a row for each true class, and counts all samples", async () => {
    const run = await train(small(), data, options);
    const matrix = present(present(run.test).confusionMatrix);
    const of = (label: number) => present(data.test).targets.data.filter((x) => x === label).length;
    expect(matrix.map((row) => row.reduce((a, b) => a + b))).toEqual([0, 1, 2].map(of));
    expect(matrix.reduce((sum, row, i) => sum + row[i], 0) / 30).toBeCloseTo(present(run.test).accuracy, 6);
    expect(present(run.history[0].validation)).not.toHaveProperty("confusionMatrix");
    const again = await evaluate(run.model, present(data.test), { threads: 0, batchSize: 8 });
    expect(again).toEqual({ ...run.test, backend: again.backend });
  });

  test("is not there for real targets", async () => {
    const real = arrays({ inputs: { shape: [4, 1], data: [1, 2, 3, 4] }, targets: [1, 2, 3, 4] }, { test: 2 });
    const { test } = await train(dense(1), real, { ...options, batchSize: 2, loss: meanSquaredError() });
    expect(Object.keys(present(test))).toEqual(["loss", "rootMeanSquaredError", "meanAbsoluteError", "r2"]);
  });
});

test("an accuracy of a set is a fraction of its samples to the last digit", async () => {
  const inputs = Array.from({ length: 52 }, (_, i) => [i === 0 ? -1 : 1]);
  const held = arrays({ inputs, labels: new Uint8Array(52).fill(1), classes: 2 });
  const model = sequential([dense(2, { init: constant(1) })]);
  const all = { ...held, train: arrays({ inputs: [[1], [-1]], labels: [1, 0] }).train, validation: held.train };
  const still = { ...options, epochs: 1, batchSize: 2, optimizer: sgd({ learningRate: 0.1 }), metrics: [accuracy()] };
  const { history, model: trained } = await train(model, all, still);
  const right = (history[0].validation?.accuracy ?? 0) * 52;
  expect(right).toBe(Math.round(right));
  expect((await evaluate(trained, held.train, { metrics: [accuracy()], batchSize: 7 })).accuracy).toBe(right / 52);
});
