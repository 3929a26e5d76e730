import { expect, test } from "vitest";
import { sizeOf } from "../../graph/shape.ts";
import type { Layer } from "../layer.ts";
import { convnet, lenet, mlp } from "./index.ts";

function parameterCount(model: Layer, input: readonly number[]): number {
  return Object.values(model.build(input).parameters).reduce((count, { shape }) => count + sizeOf(shape), 0);
}

const layerNames = (model: Layer) => (model.values as unknown as { layers: Layer[] }).layers.map(({ name }) => name);

test.each<[string, Layer, number]>([
  ["mlp", mlp(), 784 * 256 + 256 + 256 * 10 + 10],
  ["mlp of no hidden layer", mlp({ hidden: [], classes: 3 }), 784 * 3 + 3],
  ["mlp with batch normalization, which takes the place of biases", mlp({ norm: "batch" }), 784 * 256 + 512 + 2570],
  ["convnet, as many as Keras counts", convnet(), 34_826],
  ["lenet, as many as LeCun et al. count, with full connections and plain pooling", lenet(), 61_706],
])("%s: parameters", (_, model, parameters) => {
  expect(parameterCount(model, [28, 28, 1])).toBe(parameters);
});

test("an mlp normalizes before the activation and drops after it", () => {
  const model = mlp({ hidden: [8, 4], norm: "layer", activation: "gelu", dropout: 0.1 });
  const block = ["dense", "layerNorm", "gelu", "dropout"];
  expect(layerNames(model)).toEqual(["flatten", ...block, ...block, "dense"]);
});

test("the convnet drops before its dense layer", () => {
  const block = ["conv2d", "relu", "maxPool2d"];
  expect(layerNames(convnet())).toEqual([...block, ...block, "flatten", "dropout", "dense"]);
  expect(convnet().build([28, 28, 1]).outputShape).toEqual([10]);
});

test("activations are chosen by name", () => {
  expect(() => mlp({ activation: "rely" as "relu" })).toThrow(
    /^mlp: activation: expected one of .*Did you mean relu\?/,
  );
});
