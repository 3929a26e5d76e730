import { afterAll, describe, expect, test } from "vitest";
import { batchNorm } from "../model/layers/batch-norm.ts";
import { dense } from "../model/layers/dense.ts";
import { dropout } from "../model/layers/dropout.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { TrainedModel } from "./trained-model.ts";

const scale = { subtract: 0, multiply: 1 };
const ones = (length: number) => new Float32Array(length).fill(1);

/** y = Σ of 8 inputs, each dropped with probability 1/2 and doubled if kept. */
const sumOfEight = new TrainedModel({
  layer: sequential([dropout(0.5), dense(1, { bias: false })]),
  inputShape: [8],
  scale,
  logits: false,
  weights: { "1.dense/kernel": ones(8) },
});
afterAll(() => sumOfEight.close());

describe("predict with samples", () => {
  test("gives the mean and the spread over fresh masks, beside the scaled network", async () => {
    const { shape, data, std, scaled } = await sumOfEight.predict(
      { shape: [2, 8], data: Float32Array.of(...ones(8), ...ones(8).map(() => 3)) },
      { samples: 4000 },
    );
    expect(shape).toEqual([2, 1]);
    expect([...scaled]).toEqual([8, 24]);
    // 2·Binomial(8, 1/2): mean 8, deviation 2·√2 = 2.828. Standard error of the mean of 4,000: 0.045; of the deviation
    // about 0.03. Four of each.
    expect(Math.abs(data[0] - 8)).toBeLessThan(0.18);
    expect(Math.abs(std[0] - 2 * Math.SQRT2)).toBeLessThan(0.13);
    expect(Math.abs(data[1] - 24)).toBeLessThan(0.54);
    expect(Math.abs(std[1] - 6 * Math.SQRT2)).toBeLessThan(0.4);
    expect(data[1]).not.toBeCloseTo(3 * data[0], 3); // samples of a batch have masks of their own
  });

  test("is decided by the seed", async () => {
    const inputs = { shape: [5, 8], data: ones(40) };
    const [a, again, b] = await Promise.all(
      [1, 1, 2].map((seed) => sumOfEight.predict(inputs, { samples: 10, seed, batchSize: 2 })),
    );
    expect(again).toEqual(a);
    expect(b.data).not.toEqual(a.data);
    expect(new Set(a.data).size).toBeGreaterThan(2); // batches have masks of their own too
  });

  test("averages probabilities of a classifier", async () => {
    // One logit is 0, the other 2·x or 0 with probability 1/2 each: the mean of softmax, not the softmax of the mean.
    const model = new TrainedModel({
      layer: sequential([dropout(0.5), dense(2, { bias: false })]),
      inputShape: [1],
      scale,
      logits: true,
      weights: { "1.dense/kernel": Float32Array.of(1, 0) },
    });
    const { data, scaled } = await model.predict({ shape: [1, 1], data: [2] }, { samples: 4000 });
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    expect(scaled[0]).toBeCloseTo(sigmoid(2), 6);
    expect(Math.abs(data[0] - (sigmoid(4) + sigmoid(0)) / 2)).toBeLessThan(0.016); // four standard errors
    expect(data[0] + data[1]).toBeCloseTo(1, 6);
    await model.close();
  });

  test("leaves batch normalization its running statistics", async () => {
    const model = new TrainedModel({
      layer: sequential([batchNorm({ eps: 1e-12 }), relu()]),
      inputShape: [1],
      scale,
      logits: false,
      weights: {
        "0.batchNorm/scale": ones(1),
        "0.batchNorm/shift": new Float32Array(1),
        "0.batchNorm/mean": Float32Array.of(1),
        "0.batchNorm/variance": Float32Array.of(4),
      },
    });
    const { data, std } = await model.predict({ shape: [3, 1], data: [1, 3, 5] }, { samples: 2 });
    expect([...data]).toEqual([0, 1, 2]); // (x − 1) / 2
    expect([...std]).toEqual([0, 0, 0]);
    await model.close();
  });

  test("refuses one sample, which has no spread", async () => {
    await expect(sumOfEight.predict({ shape: [1, 8], data: ones(8) }, { samples: 1 })).rejects.toThrow(
      "predict: samples: expected a whole number of at least 2, received 1.",
    );
  });
});
