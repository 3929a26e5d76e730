import { expect, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import { mlp } from "../model/architectures/mlp.ts";
import { resnet } from "../model/architectures/resnet.ts";
import type { Layer } from "../model/layer.ts";
import { dense } from "../model/layers/dense.ts";
import { dropout } from "../model/layers/dropout.ts";
import { flatten } from "../model/layers/flatten.ts";
import { globalAveragePool } from "../model/layers/global-average-pool.ts";
import { inception } from "../model/layers/inception.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { signals } from "../train/callbacks/signals.ts";
import { initialModel } from "../train/initial-model.ts";
import { train } from "../train/train.ts";

const count = 6;
const images = Float32Array.from({ length: count * 64 }, (_, i) => Math.sin(i));
const inputs = { shape: [count, 8, 8, 1], data: images };
const data = arrays({ inputs, labels: Uint8Array.from({ length: count }, (_, i) => i % 3) });

const NARROW = { conv1: 2, reduce3: 1, conv3: 2, reduce5: 1, conv5: 2, pool: 1 };

test.each<[string, Layer]>([
  ["a perceptron", mlp({ hidden: [5, 4], classes: 3 })],
  ["a residual network", resnet({ depth: 8, width: 2, norm: "none", classes: 3 })],
  ["an inception network", sequential([inception(NARROW), globalAveragePool(), dense(3)])],
])("of %s are those that signals are recorded of", async (_, model) => {
  const run = await train(model, data, {
    ...{ threads: 0, scaling: "none", seed: 3, epochs: 1, batchSize: count },
    callbacks: [signals()],
  });
  const outputs = await initialModel(model, [8, 8, 1], { seed: 3 }).layerOutputs(inputs);
  expect(outputs.map(({ layer }) => layer)).toEqual(run.signals.map(({ layer }) => layer));
  for (const [i, { layer, shape, data }] of outputs.entries()) {
    expect(shape[0]).toBe(count);
    expect(data.length).toBe(shape.reduce((a, b) => a * b));
    expect(mean(data), layer).toBeCloseTo(run.signals[i].mean, 4);
    expect(Math.sqrt(mean(data.map((x) => (x - mean(data)) ** 2))), layer).toBeCloseTo(run.signals[i].std, 4);
  }
});

test("have the same bits in several batches, and as the prediction", async () => {
  const model = initialModel(sequential([flatten(), dense(4), relu(), dropout(0.5), dense(3)]), [8, 8, 1], { seed: 2 });
  const whole = await model.layerOutputs(inputs);
  expect(await model.layerOutputs(inputs, { batchSize: 4 })).toEqual(whole);
  expect(whole.map(({ layer }) => layer)).toEqual(["input", "1.dense", "2.relu", "4.dense"]);
  expect(whole[3].data).toEqual((await model.predict(inputs, { logits: true })).data);
});

test("are those of the weights that were loaded since", async () => {
  const of = (seed: number) => initialModel(mlp({ hidden: [4], classes: 3 }), [8, 8, 1], { seed });
  const [model, other] = [of(1), of(2)];
  const before = await model.layerOutputs(inputs);
  await model.load(other);
  expect(await model.layerOutputs(inputs)).toEqual(await other.layerOutputs(inputs));
  expect(await model.predict(inputs)).toEqual(await other.predict(inputs));
  expect(before[1].data).not.toEqual((await other.layerOutputs(inputs))[1].data);
});

test("refuse inputs of another shape in words", async () => {
  const model = initialModel(mlp({ hidden: [4] }), [8, 8, 1]);
  await expect(model.layerOutputs({ shape: [2, 3], data: [1, 2, 3, 4, 5, 6] })).rejects.toThrow(
    "layerOutputs: expected inputs [batch, 8, 8, 1] with as many numbers",
  );
});

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;
