import { expect, test } from "vitest";
import { fromSpec } from "../../from-spec.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { Layer } from "../layer.ts";
import { inception } from "../layers/inception.ts";
import { parallel } from "../layers/parallel.ts";
import { residual } from "../layers/residual.ts";
import { sequential } from "../layers/sequential.ts";
import { convnet } from "./convnet.ts";
import { inceptionNet } from "./inception-net.ts";
import { lenet } from "./lenet.ts";
import { mlp } from "./mlp.ts";
import { plainnet } from "./plainnet.ts";
import { resnet } from "./resnet.ts";

function parameterCount(model: Layer, input: readonly number[]): number {
  return Object.values(model.build(input).parameters).reduce((count, { shape }) => count + sizeOf(shape), 0);
}

const layerNames = (model: Layer) => (model.values as { layers: Layer[] }).layers.map(({ name }) => name);

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
  const { layers } = resnet({ classes: 7 }).values as { layers: Layer[] };
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

test("later blocks of a resnet are skipped more often", () => {
  const rates = JSON.stringify(resnet({ depth: 8, stochasticDepth: 0.3 })).match(/"stochasticDepth","rate":[\d.]+/g);
  expect(rates?.map((text) => Number(text.split(":")[1]))).toEqual([0.1, 0.2, 0.3].map((x) => expect.closeTo(x)));
  expect(JSON.stringify(resnet())).not.toContain("stochasticDepth");
});

test("inceptionNet has the filters of block 3a in proportion, doubled twice", () => {
  const image = [28, 28, 1];
  expect(inceptionNet().build(image).outputShape).toEqual([10]);
  /** Of a block from c channels to 16p with batch normalization: 13cp + 482p² kernels, 46p scales and shifts. */
  const block = (c: number, p: number) => 13 * c * p + 482 * p ** 2 + 46 * p;
  const stem = 9 * 32 + 2 * 32;
  const blocks = block(32, 4) + block(64, 4) + block(64, 8) + block(128, 8) + block(128, 16);
  expect(parameterCount(inceptionNet(), image)).toBe(stem + blocks + 2570);
  expect(() => inceptionNet({ width: 24 })).toThrow("inceptionNet: width: expected a multiple of 16, received 24.");
});

test.each(["none", "batch", "layer", "group", "weight"] as const)("networks take normalization %s", (norm) => {
  const models = [mlp({ norm }), convnet({ norm }), resnet({ depth: 8, norm }), plainnet({ depth: 8, norm })];
  for (const model of models) expect(model.build([28, 28, 1]).outputShape).toEqual([10]);
});

test("residual, inception and parallel blocks nest, and are rebuilt from JSON", () => {
  const small = { conv1: 2, reduce3: 2, conv3: 3, reduce5: 1, conv5: 2, pool: 1 }; // 8 channels in all
  const block = residual(sequential([inception(small), residual(inception({ ...small, norm: "batch" }))]));
  const model = sequential([parallel([block, residual(parallel([inception(small)]))])]);
  const { outputShape, parameters, state } = model.build([5, 4, 8]);
  expect(outputShape).toEqual([5, 4, 16]);
  const names = Object.keys(parameters);
  expect(names[0]).toBe("0.parallel/0.residual/block/0.inception/0.sequential/0.conv2d/kernel");
  expect(names.at(-1)).toBe("0.parallel/1.residual/block/0.inception/3.sequential/1.conv2d/bias");
  expect(Object.keys(state)).toHaveLength(12);
  const again = fromSpec("layers", JSON.parse(JSON.stringify(model)));
  expect(Object.keys(again.build([5, 4, 8]).parameters)).toEqual(names);
});

test("deep nesting is built in time linear in its depth", () => {
  let built = 0;
  const leaf = sequential([]);
  let model: Layer = {
    ...leaf,
    build(input) {
      built++;
      return leaf.build(input);
    },
  };
  for (let depth = 0; depth < 30; depth++) model = residual(parallel([model]));
  model.build([4]);
  expect(built).toBe(1);
});

test("the residual branches of a model are rebuilt from its JSON", () => {
  const model = resnet({ depth: 8 });
  const again = fromSpec("layers", JSON.parse(JSON.stringify(model)));
  const names = (layer: Layer) => Object.keys(layer.build([32, 32, 3]).parameters);
  expect(names(again)).toEqual(names(model));
  expect(JSON.stringify(again)).toBe(JSON.stringify(model));
});
