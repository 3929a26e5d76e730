import { describe, expect, test } from "vitest";
import { arrays } from "../../data/arrays.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { dense } from "../../model/layers/dense.ts";
import { relu } from "../../model/layers/relu.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { chain } from "../../optimize/optimizers/chain.ts";
import { scheduleFreeAdamw } from "../../optimize/optimizers/schedule-free-adamw.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { clipByGlobalNorm } from "../../optimize/transforms/clip-by-global-norm.ts";
import { averageWeights } from "../callbacks/average-weights.ts";
import { swa } from "../callbacks/swa.ts";
import { train } from "../train.ts";
import type { TrainOptions } from "../train-options.ts";

const data = arrays(
  {
    inputs: { shape: [80, 3], data: Float32Array.from({ length: 240 }, (_, i) => Math.sin(i * i)) },
    labels: Uint8Array.from({ length: 80 }, (_, i) => i % 2),
  },
  { validation: 16, test: 16 },
);
const model = sequential([dense(6), batchNorm(), relu(), dense(2)]);
const OPTIONS: TrainOptions = { threads: 0, batchSize: 8, epochs: 4 };

describe("the average of weights", () => {
  test.each([true, false])("does not move where the weights do not move, with relaxed SIMD %s", async (relaxedSimd) => {
    const still = sgd({ learningRate: 1e-30 });
    const callbacks = [averageWeights({ decay: 0.9 })];
    const run = await train(model, data, { ...OPTIONS, epochs: 40, relaxedSimd, optimizer: still, callbacks });
    for (const name of ["0.dense/kernel", "3.dense/kernel"])
      expect(run.model.parts.weights[name]).toEqual(run.state[name]);
  });

  test.each([
    ["averageWeights", averageWeights({ decay: 0.9 })],
    ["swa", swa({ from: 2 })],
  ])("stands beside the average that an optimizer keeps itself: %s", async (_, callback) => {
    const options = { ...OPTIONS, callbacks: [callback] };
    const bare = await train(model, data, { ...options, optimizer: scheduleFreeAdamw() });
    // In a chain, whose slots have other names, it is the same run; the clipping never clips.
    const chained = await train(model, data, {
      ...options,
      optimizer: chain(clipByGlobalNorm(1e9), scheduleFreeAdamw()),
    });
    expect(bare.model.parts.weights).toEqual(chained.model.parts.weights);
    const half = await train(model, data, { ...options, epochs: 2, optimizer: scheduleFreeAdamw() });
    const resumed = await train(model, data, { ...options, optimizer: scheduleFreeAdamw(), resume: half });
    expect(resumed.state).toEqual(bare.state);
  });
});
