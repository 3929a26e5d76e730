import { expect, test } from "vitest";
import { modelOf } from "../../test/onnx/compare.mjs";
import { decodeSafetensors } from "../formats/decode-safetensors.ts";
import * as evenkeel from "../index.ts";
import { modelJson } from "./model-json.ts";
import { modelSafetensors } from "./model-safetensors.ts";

const { batchNorm, conv2d, dense, flatten, sequential } = evenkeel;

const layer = sequential([conv2d(3, 3), batchNorm(), flatten(), dense(2)]);
const model = modelOf(evenkeel, { layer, shape: [5, 4, 2] });
const { weights } = model.parts;

test("safetensors: weights by name and shape, and the description in the metadata", () => {
  const bytes = modelSafetensors(model, "evenkeel");
  const { tensors, metadata } = decodeSafetensors(bytes, "test");
  for (const [name, data] of Object.entries(weights)) expect(tensors[name].data).toEqual(data);
  expect(Object.keys(tensors)).toHaveLength(Object.keys(weights).length);
  expect(tensors["0.conv2d/kernel"].shape).toEqual([3, 3, 2, 3]);
  expect(JSON.parse(metadata.model)).toMatchObject({ layer: { name: "sequential" }, inputShape: [5, 4, 2] });
  expect(metadata.evenkeel).toBeUndefined(); // it is no file of ours, which readModel would take for damaged
});

test("safetensors in the layout of PyTorch: its names, outputs first", () => {
  const bytes = modelSafetensors(model, "pytorch");
  const { tensors, metadata } = decodeSafetensors(bytes, "test");
  const shapes = Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));
  expect(shapes).toMatchObject({
    "0.conv2d.weight": [3, 2, 3, 3],
    "0.conv2d.bias": [3],
    "1.batchNorm.weight": [3],
    "1.batchNorm.running_mean": [3],
    "3.dense.weight": [2, 18],
  });
  expect(Object.keys(tensors)).toHaveLength(Object.keys(weights).length);
  expect(tensors["3.dense.weight"].data[1]).toBe(weights["3.dense/kernel"][2]); // from the second feature to the first output
  expect(metadata.format).toBe("pt");
});

test("JSON: the description, and the very numbers of each weight", () => {
  const { evenkeel: version, model: described, weights: written } = JSON.parse(modelJson(model));
  expect(version).toBe(evenkeel.VERSION);
  expect(described.layer.layers.map(({ name }: { name: string }) => name)).toEqual([
    "conv2d",
    "batchNorm",
    "flatten",
    "dense",
  ]);
  expect(written["3.dense/kernel"].shape).toEqual([18, 2]);
  for (const [name, data] of Object.entries(weights)) expect(Float32Array.from(written[name].data)).toEqual(data);
});
