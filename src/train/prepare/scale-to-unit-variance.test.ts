import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { BACKENDS, expectClose } from "../../../test/backends.ts";
import { arrays } from "../../data/arrays.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Weights } from "../../formats/weights.ts";
import { heNormal } from "../../model/initializers/he-normal.ts";
import { lsuv } from "../../model/initializers/lsuv.ts";
import type { Layer } from "../../model/layer.ts";
import * as layers from "../../model/layers/index.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import { compileLayer } from "../../predict/compile-layer.ts";
import { RandomStream } from "../../random.ts";
import { train } from "../train.ts";
import { drawnWeights } from "./drawn-weights.ts";
import { prepareTraining } from "./prepare-training.ts";
import { scaleToUnitVariance } from "./scale-to-unit-variance.ts";

const { conv2d, dense, flatten, gelu, parallel, relu, residual, sigmoid, tanh, weightNorm } = layers;
const COUNT = 60;
const init = lsuv();

function numbers(shape: readonly number[], classes = 3): Dataset {
  const random = new RandomStream(1, "inputs");
  const size = shape.reduce((product, extent) => product * extent, COUNT);
  const data = Float32Array.from({ length: size }, () => 5 + 3 * random.normal());
  return arrays({
    inputs: { shape: [COUNT, ...shape], data },
    labels: Uint8Array.from({ length: COUNT }, (_, i) => i % classes),
  });
}

async function scaledWeights(model: Layer, data: Dataset, backend: (typeof BACKENDS)[number] = "wasm") {
  const training = await prepareTraining(model, data, { seed: 1, batchSize: 20 });
  return scaleToUnitVariance(training, drawnWeights(training.model, 1), { backend, threads: 0 });
}

/** The outputs of the first `count` layers of a model, for the whole training part. */
async function outputs(all: readonly Layer[], count: number, data: Dataset, weights: Weights): Promise<number[]> {
  const { inputs } = data.train;
  const compiled = await compileLayer(sequential(all.slice(0, count)), { input: inputs.shape, backend: "reference" });
  for (const [name, { shape }] of Object.entries(compiled.parameters))
    compiled.parameters[name] = { shape, data: weights[name] };
  return Array.from((await compiled.forward(inputs)).data);
}

/** By the definition, in float64. */
function variance(x: readonly number[]): number {
  const mean = x.reduce((sum, one) => sum + one, 0) / x.length;
  return x.reduce((sum, one) => sum + (one - mean) ** 2, 0) / x.length;
}

const DEEP = Array.from({ length: 30 }, (_, i) => [
  dense(20 + i, { init }),
  [relu, tanh, sigmoid, gelu][i % 4](),
]).flat();
const STACKS: Readonly<Record<string, readonly [readonly number[], readonly Layer[]]>> = {
  "30 dense layers": [[12], [...DEEP, dense(3, { init })]],
  convolutions: [
    [6, 5, 2],
    [
      ...[conv2d(4, 3, { init, padding: "same" }), relu(), conv2d(6, 3, { init, groups: 2 }), relu()],
      ...[layers.depthwiseConv2d({ init }), flatten(), dense(3, { init })],
    ],
  ],
  "weight normalization": [
    [12],
    [weightNorm(dense(9, { init })), tanh(), weightNorm(sequential([dense(3, { init })]))],
  ],
  branches: [[12], [parallel([dense(4, { init })]), relu(), parallel([sequential([dense(3, { init })])])]],
};

/** The places of the layers that have weights. */
function weightedPlaces(stack: readonly Layer[], shape: readonly number[]): number[] {
  const built = stack.map((_, i) => sequential(stack.slice(0, i + 1)).build(shape));
  const count = (i: number) => (i < 0 ? 0 : Object.keys(built[i].parameters).length);
  return stack.flatMap((_, i) => (count(i) > count(i - 1) ? [i] : []));
}

describe.each(BACKENDS)("%s", (backend) => {
  test.each(Object.entries(STACKS))("%s: every weighted layer's output has variance 1", async (_, [shape, stack]) => {
    const data = numbers(shape);
    const weights = await scaledWeights(sequential(stack), data, backend);
    const places = weightedPlaces(stack, shape);
    expect(places.length).toBeGreaterThanOrEqual(2);
    for (const place of places) {
      const found = variance(await outputs(stack, place + 1, data, weights));
      expect(Math.abs(found - 1), `${place}: ${found}`).toBeLessThan(0.0101); // the tolerance, and rounding
    }
  });
});

test("the block of a residual alone has variance 1", async () => {
  const stack = [dense(8, { init }), residual(sequential([relu(), dense(8, { init })]))];
  const data = numbers([12]);
  const weights = await scaledWeights(sequential(stack), data);
  const [before, after] = [await outputs(stack, 1, data, weights), await outputs(stack, 2, data, weights)];
  expect(Math.abs(variance(before) - 1)).toBeLessThan(0.0101);
  expect(Math.abs(variance(after.map((y, i) => y - before[i])) - 1)).toBeLessThan(0.0101);
});

test("a model that is one layer, and of other layers only those that ask", async () => {
  const data = numbers([12]);
  const alone = await scaledWeights(dense(3, { init }), data);
  const plain = await scaledWeights(sequential([dense(9, { init: heNormal() }), relu(), dense(3, { init })]), data);
  expect(
    Math.abs(
      variance(await outputs([dense(3)], 1, data, { "0.dense/kernel": alone.kernel, "0.dense/bias": alone.bias })) - 1,
    ),
  ).toBeLessThan(0.0101);
  const drawn = drawnWeights(sequential([dense(9, { init: heNormal() }), relu(), dense(3, { init })]).build([12]), 1);
  expect(plain["0.dense/kernel"]).toEqual(drawn["0.dense/kernel"]);
  expect(plain["2.dense/kernel"]).not.toEqual(drawn["2.dense/kernel"]);
});

test("what cannot be scaled stays as it was drawn", async () => {
  const data = numbers([12]);
  const model = sequential([layers.maxPool2d(1), flatten(), dense(3, { init })]);
  const constant = {
    ...data,
    train: { ...data.train, inputs: { shape: [COUNT, 2, 2, 1], data: new Float32Array(4 * COUNT) } },
  };
  expect(await scaledWeights(model, constant)).toEqual(drawnWeights(model.build([2, 2, 1]), 1));
});

describe("training", () => {
  const stack = [dense(16, { init }), tanh(), dense(16, { init }), tanh(), dense(3, { init })];
  const options = { epochs: 2, batchSize: 20, optimizer: adam({ learningRate: 1e-9 }), seed: 1 };
  const data = numbers([12]);

  test("begins with the scaled weights, the same bits for any number of threads", async () => {
    const runs = await Promise.all([0, 1, 2].map((threads) => train(sequential(stack), data, { ...options, threads })));
    const weights = await scaledWeights(sequential(stack), data);
    for (const { model, state } of runs) {
      expect(state).toEqual(runs[0].state);
      for (const [name, numbers] of Object.entries(weights))
        expectClose(model.parts.weights[name], numbers, 1e-7, name); // 6 steps of 1e-9
    }
  });
});

test("a resumed run goes on with the bits of one that was never interrupted", async () => {
  const folder = await mkdtemp(join(tmpdir(), "evenkeel-"));
  const path = join(folder, "half.evenkeel");
  const model = sequential([dense(16, { init }), tanh(), dense(3, { init })]);
  const data = numbers([12]);
  const options = { batchSize: 20, seed: 1, threads: 0 };
  const whole = await train(model, data, { ...options, epochs: 4 });
  const half = await train(model, data, { ...options, epochs: 2 });
  await half.save(path);
  const resumed = await train(model, data, { ...options, epochs: 4, resume: path });
  await rm(folder, { recursive: true });
  expect(resumed.state).toEqual(whole.state);
});

test("with auto, which has not chosen yet, wasm scales, and no GPU is opened for it", async () => {
  const requestAdapter = vi.fn(async () => null);
  vi.stubGlobal("navigator", { gpu: { requestAdapter }, hardwareConcurrency: 1 });
  const data = numbers([4]);
  const model = sequential([dense(5, { init }), relu(), dense(3, { init })]);
  const training = await prepareTraining(model, data, { seed: 1, batchSize: 20 });
  const drawn = drawnWeights(training.model, 1);
  const scaled = await scaleToUnitVariance(training, drawn, { backend: "auto", threads: 0 });
  expect(scaled).toEqual(await scaleToUnitVariance(training, drawn, { backend: "wasm", threads: 0 }));
  expect(requestAdapter).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});
