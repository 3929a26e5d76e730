import { beforeAll, describe, expect, test } from "vitest";
import { BACKENDS } from "../../test/backends.ts";
import { arrays } from "../data/arrays.ts";
import type { Dataset } from "../data/dataset.ts";
import { digits } from "../data/sources/digits.ts";
import { constant } from "../model/initializers/constant.ts";
import { standardNormal } from "../model/initializers/standard-normal.ts";
import type { Layer } from "../model/layer.ts";
import { batchNorm } from "../model/layers/batch-norm.ts";
import { conv2d } from "../model/layers/conv2d.ts";
import { dense } from "../model/layers/dense.ts";
import { dropout } from "../model/layers/dropout.ts";
import { flatten } from "../model/layers/flatten.ts";
import { globalAveragePool } from "../model/layers/global-average-pool.ts";
import { layerNorm } from "../model/layers/layer-norm.ts";
import { maxPool2d } from "../model/layers/max-pool2d.ts";
import { relu } from "../model/layers/relu.ts";
import { residual } from "../model/layers/residual.ts";
import { sequential } from "../model/layers/sequential.ts";
import { sigmoid } from "../model/layers/sigmoid.ts";
import { tanh } from "../model/layers/tanh.ts";

import { adam } from "../optimize/optimizers/adam.ts";
import { chain } from "../optimize/optimizers/chain.ts";
import { sam } from "../optimize/optimizers/sam.ts";
import { sgd } from "../optimize/optimizers/sgd.ts";
import { clipByGlobalNorm } from "../optimize/transforms/clip-by-global-norm.ts";
import { freeze } from "../optimize/transforms/freeze.ts";
import { RandomStream } from "../random.ts";
import { readRun } from "../saved/load-run.ts";
import { defineCallback } from "../train/callback.ts";
import { averageWeights } from "../train/callbacks/average-weights.ts";
import { signals } from "../train/callbacks/signals.ts";
import type { Run } from "../train/run/run.ts";
import { encodeRun } from "../train/run/run-file.ts";
import { train } from "../train/train.ts";
import type { TrainOptions } from "../train/train-options.ts";
import type { Signal } from "./signal.ts";

let data: Dataset;
beforeAll(async () => {
  data = await digits({ train: 150, validation: 20, test: 10 });
});

const block = (filters: number) =>
  sequential([
    conv2d(filters, 3, { padding: "same", bias: false }),
    batchNorm(),
    relu(),
    conv2d(filters, 3, { padding: 1 }),
  ]);
const models: Record<string, () => Layer> = {
  "a perceptron with masks and norms": () =>
    sequential([flatten(), dense(48), batchNorm(), relu(), dropout(0.3), dense(33), layerNorm(), tanh(), dense(10)]),
  "a convolutional network": () =>
    sequential([
      conv2d(8, 3, { padding: "same" }),
      batchNorm(),
      relu(),
      maxPool2d(2),
      conv2d(12, 3, { stride: 2, padding: 1 }),
      sigmoid(),
      flatten(),
      dense(10),
    ]),
  "a residual network": () =>
    sequential([
      conv2d(8, 3, { stride: 2, padding: 1 }),
      residual(block(8)),
      relu(),
      residual(block(8)),
      globalAveragePool(),
      dense(10),
    ]),
};

describe("recording signals", () => {
  test.each(Object.keys(models))("leaves every bit of %s as it is", async (name) => {
    for (const { every, threads } of [
      { every: 1, threads: 0 },
      { every: 3, threads: 2 },
    ]) {
      const options: TrainOptions = {
        epochs: 2,
        batchSize: 64,
        seed: 3,
        threads,
        optimizer: chain(clipByGlobalNorm(1), adam()),
      };
      const [plain, watched] = [
        await train(models[name](), data, { ...options, callbacks: [averageWeights()] }),
        await train(models[name](), data, { ...options, callbacks: [averageWeights(), signals({ every })] }),
      ];
      expect(watched.signals.length).toBeGreaterThan(10);
      expect(plain.signals).toEqual([]);
      expectSameBits(watched, plain);
    }
  });

  test("leaves every bit of a step that looks twice and freezes some weights as it is", async () => {
    const options: TrainOptions = { threads: 0, epochs: 2, batchSize: 64, seed: 3 };
    const optimizer = chain(freeze("0.*"), sam(adam()));
    const plain = await train(models["a residual network"](), data, { ...options, optimizer });
    const watched = await train(models["a residual network"](), data, {
      ...options,
      optimizer,
      callbacks: [signals({ every: 2 })],
    });
    expectSameBits(watched, plain);
    const of = (layer: string) => watched.signals.find((row) => row.layer === layer)?.parameters;
    expect(of("0.conv2d")).toBeUndefined();
    expect(Object.keys(of("5.dense") ?? {})).toEqual(["kernel", "bias"]);
  });

  test("happens at the first step and every n-th from there, over epochs and through a saved run", async () => {
    const options: TrainOptions = { threads: 0, batchSize: 64, callbacks: [signals({ every: 2 })] };
    const whole = await train(models["a residual network"](), data, { ...options, epochs: 3 });
    expect([...new Set(whole.signals.map(({ step, epoch }) => `${epoch}: ${step}`))]).toEqual([
      ...["1: 1", "1: 3", "2: 5", "3: 7", "3: 9"],
    ]);
    const half = await train(models["a residual network"](), data, { ...options, epochs: 1 });
    const saved = readRun(encodeRun(half));
    expect(saved.signals).toEqual(half.signals);
    const resumed = await train(models["a residual network"](), data, { ...options, epochs: 3, resume: saved });
    expect(resumed.signals).toEqual(whole.signals);
    expect(JSON.parse(JSON.stringify(whole.signals))).toEqual(whole.signals);
  });

  test("gives callbacks the rows of the epoch that has ended", async () => {
    const seen: number[][] = [];
    const look = defineCallback({
      name: "look",
      summary: "For this test.",
      source: "this test",
      options: {},
      start: () => ({
        async epochEnd({ signals }) {
          seen.push([...new Set(signals.map(({ step }) => step))]);
          return undefined;
        },
      }),
    });
    await train(sequential([flatten(), dense(10)]), data, {
      threads: 0,
      epochs: 3,
      batchSize: 64,
      callbacks: [look(), signals({ every: 2 })],
    });
    expect(seen).toEqual([[1, 3], [5], [7, 9]]);
  });
});

/** A regression with 6 features, 40 samples in one batch, and the network 6 → 5 (tanh) → 3. */
const features = 6;
const samples = 40;
const numbers = (what: string, count: number) => {
  const random = new RandomStream(4, what);
  return Float32Array.from({ length: count }, () => random.normal());
};
const small = () =>
  arrays({
    inputs: { shape: [samples, features], data: numbers("inputs", samples * features) },
    labels: Uint8Array.from({ length: samples }, (_, i) => i % 3),
  });

describe("signals", () => {
  test.each(BACKENDS)("are what loops in float64 give, on %s", async (backend) => {
    const data = small();
    const run = await train(sequential([dense(5, { init: standardNormal() }), tanh(), dense(3)]), data, {
      backend,
      threads: 0,
      epochs: 1,
      batchSize: samples,
      optimizer: sgd({ learningRate: 0.5 }),
      callbacks: [signals({ every: 1 })],
    });
    expect(run.signals.map(({ layer }) => layer)).toEqual(["input", "0.dense", "1.tanh", "2.dense"]);
    // What the weights were before the one step: w = w' + η·g is not known, but a run of 0 learning rate gives them.
    const still = await train(sequential([dense(5, { init: standardNormal() }), tanh(), dense(3)]), data, {
      backend,
      threads: 0,
      epochs: 1,
      batchSize: samples,
      optimizer: sgd({ learningRate: 1e-30 }),
    });
    const before = still.state;
    const after = run.state;

    const x = rowsOf(Array.from(data.train.inputs.data), features);
    const labels = Array.from(data.train.targets.data);
    const z = x.map((row) => affine(row, before["0.dense/kernel"], before["0.dense/bias"]));
    const a = z.map((row) => row.map(Math.tanh));
    const logits = a.map((row) => affine(row, before["2.dense/kernel"], before["2.dense/bias"]));
    const dLogits = logits.map((row, i) => {
      const exps = row.map(Math.exp);
      const total = exps.reduce((sum, e) => sum + e);
      return exps.map((e, k) => (e / total - (k === labels[i] ? 1 : 0)) / samples); // (softmax − target) / batch
    });
    const w2 = before["2.dense/kernel"];
    const dA = dLogits.map((row) =>
      Array.from({ length: 5 }, (_, j) => row.reduce((sum, d, k) => sum + d * w2[j * 3 + k], 0)),
    );
    const dZ = dA.map((row, i) => row.map((d, j) => d * (1 - a[i][j] ** 2)));

    const [input, dense0, tanh1, dense2] = run.signals;
    const expectRow = (row: Signal, values: number[][], gradient?: number[][]) => {
      expect(row).toMatchObject({ step: 1, epoch: 1 });
      expectNear(row.mean, meanOf(values.flat()), stdOf(values.flat()));
      expectNear(row.std, stdOf(values.flat()));
      if (gradient === undefined) expect(row.gradientStd).toBeUndefined();
      else expectNear(row.gradientStd, stdOf(gradient.flat()));
    };
    expectRow(input, x);
    expectRow(dense0, z, dZ);
    expectRow(tanh1, a, dA);
    expectRow(dense2, logits, dLogits);

    expect([input.saturated, dense0.saturated, dense2.saturated]).toEqual([undefined, undefined, undefined]);
    const flat = a.map((row) => row.map((y) => (Math.abs(y) > 0.99 ? 1 : 0)));
    expect(meanOf(flat.flat())).toBeGreaterThan(0.02);
    expect(tanh1.saturated).toBeCloseTo(meanOf(flat.flat()), 10);
    expect(tanh1.dead).toBe(0);

    expect(Object.keys(dense0.parameters ?? {})).toEqual(["kernel", "bias"]);
    expect(tanh1.parameters).toBeUndefined();
    const kernel = parametersOf(dense2).kernel;
    const dW2 = Array.from({ length: 15 }, (_, at) =>
      a.reduce((sum, row, i) => sum + row[Math.floor(at / 3)] * dLogits[i][at % 3], 0),
    );
    expectNear(kernel.norm, norm(Array.from(w2)));
    expectNear(kernel.gradientNorm, norm(dW2));
    expectNear(kernel.updateRatio, (0.5 * norm(dW2)) / norm(Array.from(w2)));
    const moved = Array.from(after["2.dense/kernel"], (w, i) => w - w2[i]);
    expectNear(kernel.updateRatio, norm(moved) / norm(Array.from(w2)));
    // Biases begin at 0: there is no ratio.
    const bias = parametersOf(dense2).bias;
    expect(bias).toEqual({ norm: 0, gradientNorm: expect.any(Number) });
    expectNear(bias.gradientNorm, norm([0, 1, 2].map((k) => dLogits.reduce((sum, row) => sum + row[k], 0))));
  });

  test.each(BACKENDS)("tell what is saturated and what is dead, on %s", async (backend) => {
    const model = sequential([
      dense(4, { init: constant(-1) }), // of positive inputs: never active
      relu(),
      dense(4, { init: constant(1) }),
      sigmoid(), // of zeros: ½
    ]);
    const inputs = numbers("inputs", 120).map(Math.abs);
    const data = arrays({
      inputs: { shape: [40, 3], data: inputs },
      labels: Uint8Array.from({ length: 40 }, (_, i) => i % 4),
    });
    const run = await train(model, data, { backend, threads: 0, epochs: 1, batchSize: 40, callbacks: [signals()] });
    const byLayer = Object.fromEntries(run.signals.map((row) => [row.layer, row]));
    expect(byLayer["1.relu"]).toMatchObject({ mean: 0, std: 0, saturated: 1, dead: 1 });
    expect(byLayer["3.sigmoid"]).toMatchObject({ mean: 0.5, std: 0, saturated: 0, dead: 0 });
    expect(byLayer["0.dense"].parameters?.kernel).toMatchObject({
      norm: Math.sqrt(12),
      gradientNorm: 0,
      updateRatio: 0,
    });
  });

  test("hold for values whose squares a float32 cannot hold", async () => {
    const data = small();
    const rows = async (scale: number) => {
      const model = sequential([dense(5, { init: constant(scale), bias: false }), dense(3, { init: constant(1) })]);
      const options = { threads: 0, epochs: 1, batchSize: samples, callbacks: [signals()] };
      return (await train(model, data, options)).signals;
    };
    const [one, huge, tiny] = [await rows(1), await rows(1e30), await rows(1e-30)];
    for (const [scaled, scale] of [
      [huge, 1e30],
      [tiny, 1e-30],
    ] as const) {
      expect(scaled[1].std / scale).toBeCloseTo(one[1].std, 4);
      expect(parametersOf(scaled[1]).kernel.norm / scale).toBeCloseTo(Math.sqrt(30), 4);
    }
  });

  test("name the parameters of a layer that is a model alone", async () => {
    const run = await train(dense(3), small(), { threads: 0, epochs: 1, batchSize: 20, callbacks: [signals()] });
    expect(run.signals.map(({ layer }) => layer)).toEqual(["input", "output"]);
    expect(Object.keys(run.signals[1].parameters ?? {})).toEqual(["kernel", "bias"]);
  });
});

function expectSameBits(a: Run, b: Run): void {
  expect(Object.keys(a.state)).toEqual(Object.keys(b.state));
  for (const [name, values] of Object.entries(a.state)) expect(bytes(values), name).toEqual(bytes(b.state[name]));
  expect(a.history.map(({ train }) => train)).toEqual(b.history.map(({ train }) => train));
}

const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);

function expectNear(value: number | undefined, expected: number, size = Math.abs(expected)): void {
  // Float32: some hundred roundings of 6e-8 each.
  expect(Math.abs((value as number) - expected), `${value} for ${expected}`).toBeLessThan(2e-5 * size);
}

const rowsOf = (values: number[], width: number) =>
  Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));
const affine = (row: number[], kernel: ArrayLike<number>, bias: ArrayLike<number>) =>
  Array.from(bias, (b, k) => row.reduce((sum, x, j) => sum + x * kernel[j * bias.length + k], b));
const meanOf = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const parametersOf = ({ parameters = {} }: Signal) => parameters;
const stdOf = (values: number[]) => Math.sqrt(meanOf(values.map((x) => (x - meanOf(values)) ** 2)));
const norm = (values: number[]) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
