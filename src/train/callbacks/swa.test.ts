import { describe, expect, test } from "vitest";
import { present } from "../../../test/present.ts";
import { arrays } from "../../data/arrays.ts";
import { batches } from "../../data/batches.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { dense } from "../../model/layers/dense.ts";
import { relu } from "../../model/layers/relu.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { RandomStream } from "../../random.ts";
import { evaluate } from "../evaluate.ts";
import { train } from "../train.ts";
import type { TrainOptions } from "../train-options.ts";
import { swa } from "./swa.ts";

const random = new RandomStream(3, "swa");
const labels = Uint8Array.from({ length: 38 }, (_, i) => i % 2);
const inputs = { shape: [38, 3], data: Float32Array.from({ length: 114 }, (_, i) => random.normal() + (i % 2)) };
const data = arrays({ inputs, labels }, { validation: 8 });
const plain = () => sequential([dense(4), relu(), dense(2)]);
const normalized = () => sequential([dense(4), batchNorm(), relu(), dense(2)]);
const OPTIONS: TrainOptions = { threads: 0, batchSize: 8, optimizer: sgd({ learningRate: 0.3 }), backend: "reference" };

describe("swa", () => {
  test.each([
    [{ from: 3 }, [3, 4, 5, 6]],
    [{ from: 2, every: 2 }, [2, 4, 6]],
    [{ from: 6 }, [6]],
    [{}, [5, 6]], // the last quarter of 6 epochs begins after 4.5
    [{ from: 9 }, [6]], // not yet begun: the weights themselves
  ])("%j gives the mean of the weights after some epochs", async (given, epochs) => {
    const run = await train(plain(), data, { ...OPTIONS, epochs: 6, callbacks: [swa(given)] });
    const after = await Promise.all(
      epochs.map(async (epoch) => (await train(plain(), data, { ...OPTIONS, epochs: epoch })).state),
    );
    for (const [name, values] of Object.entries(run.model.parts.weights))
      values.forEach((value, i) => {
        const mean = after.reduce((sum, state) => sum + state[name][i], 0) / epochs.length;
        expect(Math.abs(value - mean), `${name} ${i}`).toBeLessThan(1e-12);
      });
    const whole = await train(plain(), data, { ...OPTIONS, epochs: 6 });
    for (const [name, values] of Object.entries(whole.state)) expect(run.state[name]).toEqual(values); // undisturbed
  });

  test("estimates batch statistics again under the averaged weights", async () => {
    const run = await train(normalized(), data, { ...OPTIONS, epochs: 5, callbacks: [swa({ from: 3 })] });
    const { weights } = run.model.parts;
    const [kernel, bias] = [weights["0.dense/kernel"], weights["0.dense/bias"]];
    // By hand: mean and unbiased variance of each batch of dense(4), averaged by the sizes of the batches 8, 8, 8, 6.
    const expected = { mean: [0, 0, 0, 0], variance: [0, 0, 0, 0] };
    for (const indices of batches(30, 8, { seed: 1, epoch: 0 }))
      for (let unit = 0; unit < 4; unit++) {
        const outputs = Array.from(indices, (row) =>
          [0, 1, 2].reduce((sum, k) => sum + data.train.inputs.data[3 * row + k] * kernel[4 * k + unit], bias[unit]),
        );
        const mean = outputs.reduce((sum, x) => sum + x, 0) / outputs.length;
        const squares = outputs.reduce((sum, x) => sum + (x - mean) ** 2, 0);
        expected.mean[unit] += (mean * indices.length) / 30;
        expected.variance[unit] += ((squares / (indices.length - 1)) * indices.length) / 30;
      }
    for (const statistic of ["mean", "variance"] as const)
      weights[`1.batchNorm/${statistic}`].forEach((value, unit) => {
        expect(value).toBeCloseTo(expected[statistic][unit], 12);
      });
  });

  test("is what validation measures, from the first epoch on", async () => {
    for (const epochs of [2, 5]) {
      const run = await train(normalized(), data, { ...OPTIONS, epochs, callbacks: [swa({ from: 3 })] });
      const { loss } = await evaluate(run.model, present(data.validation), { backend: "reference" });
      expect(run.history.at(-1)?.validation?.loss).toBeCloseTo(loss, 12);
      const without = await train(normalized(), data, { ...OPTIONS, epochs });
      if (epochs === 2) expect(loss).toBe(without.history[1].validation?.loss);
      else expect(loss).not.toBeCloseTo(present(without.history[4].validation).loss, 6);
    }
  });

  test("also begins late in a long training", async () => {
    const options = { ...OPTIONS, batchSize: 1, epochs: 40, callbacks: [swa({ from: 39 })] }; // 1,140 steps before
    const run = await train(plain(), data, options);
    const before = await train(plain(), data, { ...options, epochs: 39 });
    const name = "0.dense/kernel";
    run.model.parts.weights[name].forEach((value, i) => {
      expect(value).toBeCloseTo((before.state[name][i] + run.state[name][i]) / 2, 12);
    });
  });
});
