import { describe, expect, test } from "vitest";
import { present } from "../../../test/present.ts";
import { points, SMALL, small, stopAfter } from "../../../test/small-runs.ts";
import { arrays } from "../../data/arrays.ts";
import type { Weights } from "../../formats/weights.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { dense } from "../../model/layers/dense.ts";
import { relu } from "../../model/layers/relu.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { RandomStream } from "../../random.ts";
import { train } from "../train.ts";
import type { TrainOptions } from "../train-options.ts";
import { averageWeights } from "./average-weights.ts";
import { swa } from "./swa.ts";

const random = new RandomStream(3, "swa");
const labels = Uint8Array.from({ length: 38 }, (_, i) => i % 2);
const inputs = { shape: [38, 3], data: Float32Array.from({ length: 114 }, (_, i) => random.normal() + (i % 2)) };
const data = arrays({ inputs, labels }, { validation: 8 });
const plain = () => sequential([dense(4), relu(), dense(2)]);
const normalized = () => sequential([dense(4), batchNorm(), relu(), dense(2)]);
const OPTIONS: TrainOptions = { threads: 0, batchSize: 8, optimizer: sgd({ learningRate: 0.3 }), backend: "reference" };

describe("averageWeights", () => {
  test("evaluates and gives back the average of the weights after each step", async () => {
    const data = points(17, { test: 5 });
    const decay = 0.6;
    const options: TrainOptions = { ...SMALL, batchSize: 4, backend: "reference" };
    const after = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async (steps) => (await train(small(), data, { ...options, ...stopAfter(steps) })).state),
    );
    const averages: Record<string, number[]> = {};
    after.forEach((weights, i) => {
      const step = i + 1;
      const share = (1 - decay) / (1 - decay ** step);
      for (const [name, values] of Object.entries(weights))
        averages[name] = Array.from(values, (x, k) => {
          const before = averages[name]?.[k] ?? 0;
          return before + share * (x - before);
        });
    });

    const run = await train(small(), data, { ...options, callbacks: [averageWeights({ decay })] });
    for (const [name, average] of Object.entries(averages)) {
      const given = Array.from(run.model.parts.weights[name]);
      expect(largestDifference(given, average), name).toBeLessThan(1e-12);
      expect(largestDifference(given, after[5][name]), name).toBeGreaterThan(1e-4);
      expect(run.state[name], name).toEqual(after[5][name]); // training itself goes on as without the average
    }
    const { inputs, targets } = present(data.test);
    const probabilities = await run.model.predict(inputs);
    const losses = Array.from(targets.data, (label, i) => -Math.log(probabilities.data[i * 3 + label]));
    expect(run.test?.loss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss, 0) / losses.length, 5);
    await run.model.close();
  });

  test("averages running statistics as it does weights", async () => {
    const decay = 0.5;
    const options = { ...OPTIONS, batchSize: 30 }; // a step is an epoch
    const after = await Promise.all(
      [1, 2, 3].map(async (epochs) => (await train(normalized(), data, { ...options, epochs })).state),
    );
    const run = await train(normalized(), data, { ...options, epochs: 3, callbacks: [averageWeights({ decay })] });
    for (const [name, values] of Object.entries(run.model.parts.weights))
      values.forEach((value, i) => {
        const [a, b, c] = after.map((state) => state[name][i]);
        expect(value, name).toBeCloseTo((a / 4 + b / 2 + c) / (1 / 4 + 1 / 2 + 1), 12);
      });
  });

  test("is the only average", async () => {
    const callbacks = [averageWeights(), swa()];
    await expect(train(plain(), data, { ...OPTIONS, callbacks })).rejects.toThrow(
      "train: callbacks: expected one average of the weights, received averageWeights and swa. Choose one of them.",
    );
  });
});

function largestDifference(a: ArrayLike<number>, b: Weights[string] | number[]): number {
  return Array.from(a).reduce((largest, x, i) => Math.max(largest, Math.abs(x - b[i])), 0);
}
