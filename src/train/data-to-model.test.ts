import { describe, expect, it, vi } from "vitest";
import { arrays } from "../data/arrays.ts";
import { scaleToUnit } from "../data/scaling/scale-to-unit.ts";
import { standardize } from "../data/scaling/standardize.ts";
import { dense } from "../model/layers/dense.ts";
import { embedding } from "../model/layers/embedding.ts";
import { flatten } from "../model/layers/flatten.ts";
import { parallel } from "../model/layers/parallel.ts";
import { sequential } from "../model/layers/sequential.ts";
import { binaryCrossEntropy } from "../model/losses/binary-cross-entropy.ts";
import { klDivergence } from "../model/losses/kl-divergence.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import { sgd } from "../optimize/optimizers/sgd.ts";
import { ensemble } from "../predict/ensemble.ts";
import { evaluate } from "./evaluate.ts";
import { prepareTraining } from "./prepare/prepare-training.ts";
import { train } from "./train.ts";

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

  it.each([Float64Array, Int32Array, Uint32Array])(
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

  it.each([
    [9, Float32Array],
    [0.5, Float32Array],
    [-1, Int32Array],
  ] as const)("refuses the index %d before any training", async (bad, type) => {
    const data = arrays(words(type.of(0, 1, 2, 3, 4, bad, 0, 0)));
    await expect(train(model, data, once)).rejects.toThrow(
      `arrays.train.inputs: expected whole numbers from 0 to 4, the rows of the embedding, received ${bad} at index 5.`,
    );
  });

  it("refuses it in prediction, says it in evaluation, and leaves bytes unscaled", async () => {
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

  it("goes by the smallest of several tables", () => {
    const two = sequential([parallel([embedding(5, 3), embedding(4, 3)]), flatten(), dense(2)]);
    const data = arrays(words(Uint8Array.of(0, 1, 2, 3, 4, 0, 0, 0)));
    expect(() => prepareTraining(two, data, once)).toThrow(/from 0 to 3.* received 4 at index 4/);
  });
});

describe("targets", () => {
  const inputs = [[1], [2], [3], [4]];

  it("that a loss does not take are refused before any training, and in evaluation", async () => {
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
  it("stand in a training and in a prediction", async () => {
    const pixels = { shape: [4, 3], data: Uint8Array.of(0, 255, 3, 7, 90, 128, 200, 1, 2, 3, 4, 5) };
    const labels = [0, 1, 0, 1];
    const floats = arrays({ inputs: { ...pixels, data: Float32Array.from(pixels.data) }, labels });
    expect(prepareTraining(dense(2), floats, once).hints).toEqual([expect.stringMatching(/^Inputs run from 0 to 255/)]);
    const { model } = await train(dense(2), arrays({ inputs: pixels, labels }), once);
    const divided = await model.predict({ shape: [1, 3], data: [0, 0.5, 1] });
    expect(divided.hints).toEqual([expect.stringMatching(/not divided by 255/)]);
    expect(await model.predict({ shape: [1, 3], data: [0, 128, 255] })).not.toHaveProperty("hints");
    await model.close();
  });
});
