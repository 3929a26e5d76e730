import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose } from "../../../test/backends.ts";
import { present } from "../../../test/present.ts";
import { arrays } from "../../data/arrays.ts";
import { digits } from "../../data/sources/digits.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { conv2d } from "../../model/layers/conv2d.ts";
import { dense } from "../../model/layers/dense.ts";
import { dropout } from "../../model/layers/dropout.ts";
import { flatten } from "../../model/layers/flatten.ts";
import { layerNorm } from "../../model/layers/layer-norm.ts";
import { maxPool2d } from "../../model/layers/max-pool2d.ts";
import { relu } from "../../model/layers/relu.ts";
import { residual } from "../../model/layers/residual.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { tanh } from "../../model/layers/tanh.ts";
import { chain } from "../../optimize/optimizers/chain.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { exponentialDecay } from "../../optimize/schedules/exponential-decay.ts";
import { clipByGlobalNorm } from "../../optimize/transforms/clip-by-global-norm.ts";
import { RandomStream } from "../../random.ts";
import { averageWeights } from "../callbacks/average-weights.ts";
import { explainStep } from "../explain-step.ts";
import { train } from "../train.ts";

describe(BACKENDS.toReversed().join(" and "), () => {
  test("train a convolutional network alike: same masks, same order, same numbers but for rounding", async () => {
    const data = await digits({ train: 22, validation: 10, test: 10 });
    const model = sequential([
      conv2d(4, 3, { stride: 2 }),
      batchNorm(),
      relu(),
      maxPool2d(2),
      flatten(),
      dropout(0.4),
      dense(12),
      layerNorm(),
      tanh(),
      dense(10),
    ]);
    const [wasm, reference] = await Promise.all(
      BACKENDS.toReversed().map((backend) =>
        train(model, data, {
          ...{ backend, threads: 0, epochs: 2, batchSize: 8, seed: 3 },
          optimizer: chain(
            clipByGlobalNorm(1),
            sgd({ learningRate: exponentialDecay(0.05, { factor: 0.5 }), momentum: 0.9 }),
          ),
          callbacks: [averageWeights({ decay: 0.8 })],
        }),
      ),
    );
    expect([wasm.backend, reference.backend].map((text) => text.split(",")[0])).toEqual(BACKENDS.toReversed());
    expect(reference.history).toHaveLength(2);
    reference.history.forEach(({ learningRate, train, validation }, i) => {
      expect(wasm.history[i].learningRate).toBe(learningRate);
      expect(wasm.history[i].train.loss).toBeCloseTo(train.loss, 4);
      expect(present(wasm.history[i].validation).loss).toBeCloseTo(present(validation).loss, 4);
      expect(wasm.history[i].train.accuracy).toBeCloseTo(train.accuracy, 6);
    });
    expect(present(wasm.test).loss).toBeCloseTo(present(reference.test).loss, 4);
    expect(Object.keys(wasm.state)).toEqual(Object.keys(reference.state));
    for (const [name, values] of Object.entries(reference.state)) expectClose(wasm.state[name], values, 1e-3, name);
  });
});

const random = new RandomStream(1, "same bits");

const size = [96, 12, 12, 2];

const data = arrays({
  inputs: { shape: size, data: Float32Array.from({ length: 96 * 12 * 12 * 2 }, () => random.normal()) },
  labels: Uint8Array.from({ length: 96 }, (_, i) => i % 3),
});

const block = sequential([conv2d(16, 3, { padding: "same" }), batchNorm()]);

const model = sequential([
  ...[conv2d(16, 3, { padding: "same" }), batchNorm(), relu(), maxPool2d(2), residual(block), relu()],
  ...[conv2d(8, 3, { stride: 2 }), flatten(), dropout(0.3), dense(3)],
]);

test("gives a network that sweeps over its batch the same bits on 0, 1, 2, 3 and 8 threads", async () => {
  const options = { batchSize: 32, epochs: 3, seed: 4 };
  expect(await explainStep(model, data, options)).toMatch(/sweep in \d+ blocks/);
  const runs = [];
  for (const threads of [0, 1, 2, 3, 8]) {
    const run = await train(model, data, { ...options, threads });
    runs.push({ history: run.history.map(({ seconds: _, ...rest }) => rest), state: run.state });
    await run.model.close();
  }
  for (const run of runs.slice(1)) expect(run).toEqual(runs[0]);
});
