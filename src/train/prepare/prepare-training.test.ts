import { beforeEach, describe, expect, test, vi } from "vitest";
import { present } from "../../../test/present.ts";
import { points, SMALL, small } from "../../../test/small-runs.ts";
import { openDevice } from "../../backend/open.ts";
import { arrays } from "../../data/arrays.ts";
import { scaleToUnit } from "../../data/scaling/scale-to-unit.ts";
import { standardize } from "../../data/scaling/standardize.ts";
import { dense } from "../../model/layers/dense.ts";
import { embedding } from "../../model/layers/embedding.ts";
import { flatten } from "../../model/layers/flatten.ts";
import { parallel } from "../../model/layers/parallel.ts";
import { relu } from "../../model/layers/relu.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { binaryCrossEntropy } from "../../model/losses/binary-cross-entropy.ts";
import { crossEntropy } from "../../model/losses/cross-entropy.ts";
import { klDivergence } from "../../model/losses/kl-divergence.ts";
import { meanSquaredError } from "../../model/losses/mean-squared-error.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { ensemble } from "../../predict/ensemble.ts";
import { evaluate } from "../evaluate.ts";
import type { Run } from "../run/run.ts";
import { train } from "../train.ts";
import { prepareTraining } from "./prepare-training.ts";

vi.mock(import("../../backend/open.ts"), { spy: true });

beforeEach(() => void vi.mocked(openDevice).mockClear());

describe("mistakes", () => {
  const data = points(21, { validation: 6 });
  const images = () =>
    arrays({
      inputs: { shape: [20, 28, 28], data: new Float32Array(20 * 784) },
      labels: new Uint8Array(20),
      classes: 10,
    });
  const real = () =>
    arrays({
      inputs: { shape: [20, 4], data: new Float32Array(80) },
      targets: { shape: [20], data: new Float32Array(20) },
    });
  const empty = {
    inputs: { shape: [0, 4], data: new Float32Array() },
    targets: { shape: [0], data: new Uint8Array() },
  };
  const mislabeled = () => {
    const changed = structuredClone(data);
    present(changed.validation).targets.data[2] = 3;
    return changed;
  };
  const notFinite = () => {
    const changed = structuredClone(data);
    changed.train.inputs.data[5] = Number.NaN;
    return changed;
  };

  test.each<[string, () => Promise<Run>, string]>([
    [
      "a batch larger than the data",
      () => train(small(), data, { batchSize: 16 }),
      "batchSize: expected at most 15, the number of samples, received 16. Use a batchSize of at most 15, or more samples.",
    ],
    [
      "an empty part",
      () => train(small(), { ...data, test: empty }, SMALL),
      "points.test: expected at least one sample, received none. Leave the set out instead of giving it empty.",
    ],
    [
      "a label outside the classes",
      () => train(small(), mislabeled(), SMALL),
      "points.validation.targets: expected whole class numbers from 0 to 2, received 3 at index 2. " +
        "Number the classes from 0, and give one name for each class in `classes`.",
    ],
    [
      "an input that is not finite",
      () => train(small(), notFinite(), SMALL),
      "points.train.inputs: expected finite numbers, received NaN at index 5, in sample 1, feature 1. " +
        "Remove or replace missing values before training.",
    ],
    [
      "a model that does not fit the inputs",
      () => train(sequential([dense(10)]), images(), SMALL),
      "0.dense: expected input [batch, features], received [batch, 28, 28]. Add flatten() before it.",
    ],
    [
      "fewer outputs than classes",
      () => train(sequential([dense(8), relu(), dense(2)]), data, SMALL),
      "train: model: expected at least 3 outputs, one for each class, received 2. End the model with dense(3).",
    ],
    [
      "real targets for a loss of classes",
      () => train(small(), real(), { ...SMALL, loss: crossEntropy() }),
      "arrays.train.targets: expected class numbers [n] for crossEntropy, received real targets [n, 1]. " +
        "Give labels, or choose a loss of real targets, such as meanSquaredError().",
    ],
    [
      "no epoch",
      () => train(small(), data, { ...SMALL, epochs: 0 }),
      "train: epochs: expected a whole number of at least 1, received 0.",
    ],
    [
      "half a sample",
      () => train(small(), data, { ...SMALL, batchSize: 0.5 }),
      "train: batchSize: expected a whole number of at least 1, received 0.5.",
    ],
    [
      "a seed below 0",
      () => train(small(), data, { ...SMALL, seed: -1 }),
      "train: seed: expected a whole number of at least 0, received -1.",
    ],
  ])("%s: told before any device is opened", async (_, work, text) => {
    await expect(work()).rejects.toMatchObject({ name: "EvenkeelError", kind: "usage", message: text });
    expect(openDevice).not.toHaveBeenCalled();
  });
});

const once = { threads: 0, epochs: 1, batchSize: 4 };

describe("inputs far from 0", () => {
  const START = 1.7e9; // seconds; float32 has steps of 128 there
  const n = 64;
  const times = (type: typeof Float64Array | typeof Int32Array | typeof Uint32Array) => ({
    shape: [n, 1],
    data: (type as typeof Float64Array).from({ length: n }, (_, i) => START + i),
  });
  const targets = { shape: [n, 1], data: Float32Array.from({ length: n }, (_, i) => (i - 31.5) / 20) };
  const options = {
    ...{ threads: 0, epochs: 60, batchSize: n, scaling: standardize() },
    ...{ loss: meanSquaredError(), optimizer: sgd({ learningRate: 0.3 }) },
  };

  test.each([Float64Array, Int32Array, Uint32Array])(
    "are told apart in training, evaluation and prediction: %o",
    async (type) => {
      const data = arrays({ inputs: times(type), targets });
      const { model, history } = await train(sequential([dense(1)]), data, options);
      expect(history.at(-1)?.train.loss).toBeLessThan(1e-6); // the targets are linear in the inputs
      expect((await evaluate(model, data.train, { threads: 0 })).loss).toBeLessThan(1e-6);
      const both = ensemble([model, model]);
      for (const one of [model, both]) {
        const said = await one.predict({ shape: [2, 1], data: [START, START + 20] });
        expect(said.data[0]).toBeCloseTo(-1.575, 3); // −31.5 / 20
        expect(said.data[1]).toBeCloseTo(-0.575, 3); // (20 − 31.5) / 20
        await one.close();
      }
    },
  );
});

describe("an embedding as the first layer", () => {
  const model = sequential([flatten(), embedding(5, 3), flatten(), dense(2)]);
  const words = (data: ArrayLike<number>) => ({ inputs: { shape: [4, 2], data }, labels: [0, 1, 0, 1] });

  test.each([
    [9, Float32Array],
    [0.5, Float32Array],
    [-1, Int32Array],
  ] as const)("refuses the index %d before any training", async (bad, type) => {
    const data = arrays(words(type.of(0, 1, 2, 3, 4, bad, 0, 0)));
    await expect(train(model, data, once)).rejects.toThrow(
      `arrays.train.inputs: expected whole numbers from 0 to 4, the rows of the embedding, received ${bad} at index 5.`,
    );
  });

  test("refuses it in prediction, says it in evaluation, and leaves bytes unscaled", async () => {
    const data = arrays(words(Uint8Array.of(0, 1, 2, 3, 4, 0, 0, 0)));
    const run = await train(model, data, once);
    expect(run.model.parts.scale).toEqual({ subtract: 0, multiply: 1 });
    expect(run.history[0].train.loss).toBeGreaterThan(0);
    await expect(run.model.predict({ shape: [1, 2], data: [0, 5] })).rejects.toThrow(/from 0 to 4.* 5 at index 1/);
    const others = arrays(words(Uint8Array.of(0, 1, 2, 3, 7, 0, 0, 0))).train;
    const said = vi.spyOn(console, "warn").mockImplementation(() => {});
    const { loss, accuracy } = await evaluate(run.model, others, { threads: 0 });
    expect(loss).toBeNaN();
    expect(accuracy).toBeLessThanOrEqual(0.75); // the sample with the number 7 is wrong, whatever its label
    expect(said).toHaveBeenCalledExactlyOnceWith(
      "evenkeel: Inputs are not all whole numbers from 0 to 4, the rows of the embedding: 7 at index 4. Outputs for these are NaN.",
    );
    said.mockRestore();
    await run.model.close();
    await expect(train(model, data, { ...once, scaling: scaleToUnit() })).rejects.toThrow(
      /train: scaling: expected "none", .* received scaleToUnit\(\)/,
    );
  });

  test("goes by the smallest of several tables", async () => {
    const two = sequential([parallel([embedding(5, 3), embedding(4, 3)]), flatten(), dense(2)]);
    const data = arrays(words(Uint8Array.of(0, 1, 2, 3, 4, 0, 0, 0)));
    await expect(prepareTraining(two, data, once)).rejects.toThrow(/from 0 to 3.* received 4 at index 4/);
  });
});

describe("targets", () => {
  const inputs = [[1], [2], [3], [4]];

  test("that a loss does not take are refused before any training, and in evaluation", async () => {
    const binary = { ...once, loss: binaryCrossEntropy() };
    await expect(train(dense(1), arrays({ inputs, labels: [0, 1, 2, 0] }), binary)).rejects.toThrow(
      /received 2 at index 2/,
    );
    const bad = arrays({ inputs, targets: [-1, 1, -1, 1] });
    await expect(train(dense(1), bad, binary)).rejects.toThrow(/received -1 at index 0/);
    const run = await train(dense(1), arrays({ inputs, targets: [0, 1, 0, 1] }), binary);
    await expect(evaluate(run.model, bad.train, { threads: 0, loss: binaryCrossEntropy() })).rejects.toThrow(
      /-1 at index 0/,
    );
    await run.model.close();
    const shares = arrays({
      inputs,
      targets: [
        [1, 0],
        [0.5, 0.5],
        [0.9, 0.9],
        [0, 1],
      ],
    });
    await expect(train(dense(2), shares, { ...once, loss: klDivergence() })).rejects.toThrow(/1.8 in row 2/);
  });
});

describe("hints", () => {
  test("stand in a training and in a prediction", async () => {
    const pixels = { shape: [4, 3], data: Uint8Array.of(0, 255, 3, 7, 90, 128, 200, 1, 2, 3, 4, 5) };
    const labels = [0, 1, 0, 1];
    const floats = arrays({ inputs: { ...pixels, data: Float32Array.from(pixels.data) }, labels });
    expect((await prepareTraining(dense(2), floats, once)).hints).toEqual([
      expect.stringMatching(/^Inputs range from 0 to 255/),
    ]);
    const { model } = await train(dense(2), arrays({ inputs: pixels, labels }), once);
    const divided = await model.predict({ shape: [1, 3], data: [0, 0.5, 1] });
    expect(divided.hints).toEqual([expect.stringMatching(/not divided by 255/)]);
    expect(await model.predict({ shape: [1, 3], data: [0, 128, 255] })).not.toHaveProperty("hints");
    await model.close();
  });
});
