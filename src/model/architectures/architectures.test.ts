import { expect, test } from "vitest";
import { fromSpec } from "../../from-spec.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { Layer } from "../layer.ts";
import { convnet, lenet, mlp, plainnet, resnet } from "./index.ts";

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

test.each([
  [20, 269_722, 0.27],
  [32, 464_154, 0.46],
  [44, 658_586, 0.66],
  [56, 853_018, 0.85],
  [110, 1_727_962, 1.7],
])("resnet of depth %i: %i parameters, %f million in the paper", (depth, parameters, millions) => {
  const counted = parameterCount(resnet({ depth }), [32, 32, 3]);
  expect(counted).toBe(parameters);
  expect(Number((counted / 1e6).toPrecision(2))).toBe(millions);
  expect(parameterCount(plainnet({ depth }), [32, 32, 3])).toBe(parameters);
});

test("resnet halves the image and doubles the filters twice", () => {
  const { layers } = resnet({ classes: 7 }).values as unknown as { layers: Layer[] };
  const shapes: string[] = [];
  layers.reduce<readonly number[]>(
    (shape, layer) => {
      const { outputShape } = layer.build(shape);
      if (String(outputShape) !== String(shape)) shapes.push(outputShape.join("×"));
      return outputShape;
    },
    [32, 32, 3],
  );
  expect(shapes).toEqual(["32×32×16", "16×16×32", "8×8×64", "64", "7"]);
});

test("resnet and its plain twin take depths of 6n + 2", () => {
  for (const depth of [2, 18, 21, 7.5])
    expect(() => resnet({ depth })).toThrow(`resnet: depth: expected a whole number 6n + 2 of at least 8: 8, 14,`);
  expect(() => plainnet({ depth: 19 })).toThrow(/^plainnet: depth: /);
});

test("the residual branches of a model are rebuilt from its JSON", () => {
  const model = resnet({ depth: 8 });
  const again = fromSpec("layers", JSON.parse(JSON.stringify(model)));
  const names = (layer: Layer) => Object.keys(layer.build([32, 32, 3]).parameters);
  expect(names(again)).toEqual(names(model));
  expect(JSON.stringify(again)).toBe(JSON.stringify(model));
});
