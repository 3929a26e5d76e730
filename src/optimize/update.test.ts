import { beforeAll, describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../test/backends.ts";
import type { Dataset } from "../data/dataset.ts";
import { digits } from "../data/sources/digits.ts";
import { mlp } from "../model/architectures/mlp.ts";
import { ones } from "../model/initializers/ones.ts";
import type { Layer } from "../model/layer.ts";
import { batchNorm } from "../model/layers/batch-norm.ts";
import { conv2d } from "../model/layers/conv2d.ts";
import { dense } from "../model/layers/dense.ts";
import { dropout } from "../model/layers/dropout.ts";
import { flatten } from "../model/layers/flatten.ts";
import { sequential } from "../model/layers/sequential.ts";
import { tanh } from "../model/layers/tanh.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import { readRun } from "../saved/load-run.ts";
import { averageWeights } from "../train/callbacks/average-weights.ts";
import { drawnWeights } from "../train/prepare/drawn-weights.ts";
import { encodeRun } from "../train/run/run-file.ts";
import { train } from "../train/train.ts";
import type { TrainOptions } from "../train/train-options.ts";
import type { Optimizer } from "./optimizer.ts";
import { chain } from "./optimizers/chain.ts";
import {
  adam,
  adamw,
  lamb,
  lookahead,
  momentum,
  muon,
  partition,
  sam,
  scheduleFreeAdamw,
  sgd,
} from "./optimizers/index.ts";
import { exponentialDecay } from "./schedules/index.ts";
import {
  accumulate,
  clipByGlobalNorm,
  freeze,
  gradientNoise,
  maxNorm,
  perLayerRate,
  weightDecay,
} from "./transforms/index.ts";

// What composed updates do in a whole training run.

const model = mlp({ hidden: [16], norm: "batch", dropout: 0.2 });
const options: TrainOptions = { batchSize: 32, seed: 3, threads: 1 };
let data: Dataset;

beforeAll(async () => {
  data = await digits({ train: 200, validation: 50, test: 50 });
});

const OPTIMIZERS: Record<string, () => Optimizer> = {
  staged: () =>
    chain(
      accumulate(2),
      clipByGlobalNorm(1),
      gradientNoise(0.01),
      weightDecay(0.1),
      maxNorm(2),
      adam({ learningRate: exponentialDecay(0.01) }),
    ),
  slow: () => lookahead(chain(perLayerRate([["bias", 2]]), sgd({ learningRate: 0.1 })), { k: 3 }),
  flat: () => sam(chain(accumulate(2), momentum({ learningRate: 0.05 }))),
  free: () => scheduleFreeAdamw({ learningRate: 0.01, weightDecay: 0.01 }),
  grouped: () =>
    partition([
      ["bias", lamb()],
      ["batchNorm", chain(clipByGlobalNorm(1), scheduleFreeAdamw())],
      ["*", muon()],
    ]),
  frozen: () => chain(freeze("1.dense"), adamw({ learningRate: 0.01, decay: "all" })),
};

describe.each(Object.entries(OPTIMIZERS))("training with %s", (name, make) => {
  test("goes on from a saved run with the same bits", async () => {
    const whole = await train(model, data, { ...options, optimizer: make(), epochs: 3 });
    const half = await train(model, data, { ...options, optimizer: make(), epochs: 1 });
    const resume = readRun(encodeRun(half));
    const resumed = await train(model, data, { ...options, optimizer: make(), epochs: 3, resume });
    expect(resumed.state).toEqual(whole.state);
    expect(resumed.test).toEqual(whole.test);
    expect(whole.history.at(-1)?.train.loss).toBeLessThan(whole.history[0].train.loss);
    expect(whole.history[0].learningRate, name).toBeGreaterThan(0);
  });

  test("has the same bits for any number of threads", async () => {
    const [one, two] = await Promise.all(
      [1, 2].map((threads) => train(model, data, { ...options, threads, optimizer: make(), epochs: 1 })),
    );
    expect(two.state).toEqual(one.state);
  });
});

describe.each(Object.entries(OPTIMIZERS).filter(([name]) => name !== "frozen"))("training with %s", (_, make) => {
  test("is the same on both backends, with convolutions, masks and statistics", async () => {
    // A bias before normalization has no gradient but rounding, which adaptive rules enlarge: there is none.
    const layers = [conv2d(4, 3, { stride: 2, bias: false }), batchNorm(), tanh(), flatten(), dropout(0.3), dense(10)];
    const few = await digits({ train: 24, validation: 10, test: 10 });
    const [reference, wasm] = await Promise.all(
      BACKENDS.map((backend) =>
        train(sequential(layers), few, { backend, threads: 0, batchSize: 8, epochs: 2, seed: 3, optimizer: make() }),
      ),
    );
    expect(Object.keys(wasm.state)).toEqual(Object.keys(reference.state));
    expect(wasm.history[1].train.loss).toBeCloseTo(reference.history[1].train.loss, 3);
    expect(wasm.history[1].validation?.loss).toBeCloseTo(reference.history[1].validation?.loss ?? Number.NaN, 3);
    expect(wasm.test?.loss).toBeCloseTo(reference.test?.loss ?? Number.NaN, 3);
  });
});

describe("evaluation and the finished model", () => {
  test.each(["average", "slow"])("use what the optimizer keeps for them: %s", async (slot) => {
    const optimizer = slot === "slow" ? lookahead(adam(), { k: 4 }) : chain(clipByGlobalNorm(1), scheduleFreeAdamw());
    const run = await train(model, data, { ...options, optimizer, epochs: 1 });
    const prefix = slot === "slow" ? "optimizer/slow/" : "optimizer/1.average/";
    for (const name of Object.keys(run.model.parts.weights))
      if (`${prefix}${name}` in run.state) {
        expect(run.model.parts.weights[name], name).toEqual(run.state[`${prefix}${name}`]);
        expect(run.state[name], name).not.toEqual(run.state[`${prefix}${name}`]);
      } else expect(name).toMatch(/mean|variance/);
  });

  test("use averages of these, where weights are averaged besides", async () => {
    const averaged = (decay: number) =>
      train(model, data, {
        ...options,
        optimizer: lookahead(adam(), { k: 4 }),
        callbacks: [averageWeights({ decay })],
        epochs: 1,
      });
    const { state } = await averaged(0); // the average is its newest value
    for (const name of Object.keys(state).filter((one) => one.startsWith("optimizer/slow/")))
      expect(state[name.replace("/slow/", "/average/")]).toEqual(state[name]);
  });

  test("keep what is frozen, statistics included, with averages beside it", async () => {
    const before = drawnWeights(model.build([28, 28, 1]), 3);
    const run = await train(model, data, {
      ...options,
      optimizer: chain(freeze(["1.dense", "batchNorm"]), adamw({ decay: "all", weightDecay: 1 })),
      callbacks: [averageWeights({ decay: 0.9 })],
      epochs: 2,
    });
    for (const [name, first] of Object.entries(before))
      if (/^1\.dense|batchNorm/.test(name)) expect(run.model.parts.weights[name], name).toEqual(first);
      else expect(run.model.parts.weights[name], name).not.toEqual(first);
    expect(Object.keys(run.state).filter((name) => /optimizer.*1\.dense/.test(name))).toEqual([]);
  });
});

describe.each(BACKENDS)("sam in a compiled step: %s", (backend) => {
  const [x, y] = [
    [1, 2, 4, 9],
    [1, 0, 2, 5],
  ];
  const column = (values: readonly number[]) => ({ shape: [4, 1], data: Float32Array.from(values) });
  const given: Dataset = { name: "given", train: { inputs: column(x), targets: column(y) } };
  const once = (layers: readonly Layer[], optimizer: Optimizer) =>
    train(sequential(layers), given, {
      ...{ optimizer, backend, loss: meanSquaredError(), metrics: [], epochs: 1, batchSize: 4, threads: 0 },
      targetScaling: "none", // the gradient below is that of these very targets
    });

  test("takes the gradient at the perturbed weights", async () => {
    const { state } = await once([dense(1, { init: ones() })], sam(sgd({ learningRate: 0.01 }), { rho: 0.5 }));
    const gradient = (w: number, b: number) => {
      const errors = x.map((one, i) => w * one + b - y[i]);
      const mean = (of: (i: number) => number) => x.reduce((sum, _, i) => sum + of(i) / 4, 0);
      return [mean((i) => 2 * errors[i] * x[i]), mean((i) => 2 * errors[i])];
    };
    const [gw, gb] = gradient(1, 0);
    const size = Math.hypot(gw, gb);
    const [sw, sb] = gradient(1 + (0.5 * gw) / size, (0.5 * gb) / size);
    expectClose(
      [state["0.dense/kernel"][0], state["0.dense/bias"][0]],
      [1 - 0.01 * sw, -0.01 * sb],
      TOLERANCE[backend],
    );
  });

  test("has statistics from the first pass", async () => {
    const layers = [dense(1, { init: ones() }), batchNorm()];
    const around = await once(layers, sam(sgd(), { rho: 5 }));
    const alone = await once(layers, sgd());
    for (const name of ["1.batchNorm/mean", "1.batchNorm/variance"])
      expect(around.state[name]).toEqual(alone.state[name]);
  });

  test("changes nothing where the second gradient is not finite", async () => {
    const { state, skippedSteps } = await once([dense(1, { init: ones() })], sam(sgd(), { rho: 1e39 }));
    if (backend === "reference") return; // float64 holds it
    expect([state["0.dense/kernel"][0], skippedSteps]).toEqual([1, 1]);
  });
});
