import { describe, expect, test } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import { outputOf, testLayers } from "../../../test/layer-cases.ts";
import { fromSpec } from "../../from-spec.ts";
import { compileLayer } from "../../predict/compile-layer.ts";
import { constant } from "../initializers/constant.ts";
import type { Layer } from "../layer.ts";
import { summary } from "../summary.ts";
import { batchNorm } from "./batch-norm.ts";
import { conv2d } from "./conv2d.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import { flatten } from "./flatten.ts";
import { graph } from "./graph.ts";
import { relu } from "./relu.ts";
import { residual } from "./residual.ts";
import { sequential } from "./sequential.ts";
import { tanh } from "./tanh.ts";

/** A block that is applied twice, and a shortcut over both. */
const twice = graph(({ input, apply, add, concat, shared }) => {
  const x = input();
  const block = shared(sequential([dense(2), tanh(), batchNorm()]), { name: "block" });
  return concat(apply(dense(3), x), add(block(block(x)), x));
});

/** Two inputs in one row, and two outputs. */
const pair = graph(({ input, apply, multiply, subtract, average, shared }) => {
  const [image, meta] = [input("image", [2, 2, 1]), input("meta", [3])];
  const encode = shared(dense(3));
  const seen = encode(apply(dense(3), apply(flatten(), image)));
  const both = average(multiply(seen, apply(dense(1), encode(meta))), meta);
  return { species: apply(dense(2), both), age: subtract(both, meta) };
});

testLayers({
  graph: [
    [twice, [3, 2]],
    [pair, [2, 7]],
    [
      graph([
        ["a", conv2d(2, 3, { padding: "same" }), "input"],
        ["b", "concat", ["a", "input"], 0],
        ["c", "maximum", ["b", "b"]],
      ]),
      [2, 3, 3, 2],
    ],
    [
      graph([
        ["a", dropout(0.5), "input"],
        ["b", "a", "a"],
        ["c", "minimum", ["b", "input"]],
      ]),
      [3, 4],
    ],
    [graph(({ input, apply }) => apply(relu(), input())), [0, 3]],
  ],
});

const throughJson = (layer: Layer): Layer => fromSpec("layers", JSON.parse(JSON.stringify(layer)));

test("a function leaves a list of nodes, which is data", () => {
  expect(JSON.parse(JSON.stringify(pair))).toMatchObject({
    name: "graph",
    nodes: [
      ["image", "input", [2, 2, 1]],
      ["meta", "input", [3]],
      ["0.flatten", { name: "flatten" }, "image"],
      ["1.dense", { name: "dense", units: 3 }, "0.flatten"],
      ["2.dense", { name: "dense", units: 3 }, "1.dense"],
      ["3.dense", "2.dense", "meta"],
      ["4.dense", { name: "dense", units: 1 }, "3.dense"],
      ["5.multiply", "multiply", ["2.dense", "4.dense"]],
      ["6.average", "average", ["5.multiply", "meta"]],
      ["species", { name: "dense", units: 2 }, "6.average"],
      ["age", "subtract", ["6.average", "meta"]],
    ],
    outputs: ["species", "age"],
  });
  for (const model of [twice, pair]) {
    expect(JSON.stringify(throughJson(model))).toBe(JSON.stringify(model));
    expect(throughJson(model).build([7 - 5 * Number(model === twice)])).toMatchObject({
      outputShape: model.build([7 - 5 * Number(model === twice)]).outputShape,
    });
  }
});

test("the function is called once", () => {
  let calls = 0;
  const layer = graph(({ input, apply }) => {
    calls++;
    return apply(dense(2), input());
  });
  layer.build([3]);
  layer.build([4]);
  expect(calls).toBe(1);
});

test("a layer applied twice has two sets of weights; a shared one has one, under the name of its first use", () => {
  const layer = dense(2);
  const apart = graph(({ input, apply }) => apply(layer, apply(layer, input())));
  expect(Object.keys(apart.build([2]).parameters)).toEqual([
    "0.dense/kernel",
    "0.dense/bias",
    "1.dense/kernel",
    "1.dense/bias",
  ]);
  const together = graph(({ input, shared }) => {
    const again = shared(layer, { name: "encoder" });
    return again(again(input()), { name: "second" });
  });
  expect(Object.keys(together.build([2]).parameters)).toEqual(["encoder/kernel", "encoder/bias"]);
  expect(together.values.nodes).toEqual([
    ["encoder", layer, "input"],
    ["second", "encoder", "encoder"],
  ]);
});

describe.each(BACKENDS)("%s", (backend) => {
  test("what merges compute", async () => {
    const of = async (merge: string, x: number[]) =>
      outputOf(
        backend,
        graph([
          ["a", "input", [2]],
          ["b", "input", [2]],
          ["y", merge, ["a", "b"]],
        ]),
        [1, 4],
        x,
      );
    expect(await of("add", [1, 2, 3, 5])).toEqual([4, 7]);
    expect(await of("subtract", [1, 2, 3, 5])).toEqual([-2, -3]);
    expect(await of("average", [1, 2, 3, 5])).toEqual([2, 3.5]);
    expect(await of("maximum", [1, 9, 3, 5])).toEqual([3, 9]);
    expect(await of("minimum", [1, 9, 3, 5])).toEqual([1, 5]);
    expect(await of("multiply", [1, 2, 3, 5])).toEqual([3, 10]);
    expect(await of("concat", [1, 2, 3, 5])).toEqual([1, 2, 3, 5]);
  });

  test("concat along the rows of images, and a gate over their channels", async () => {
    const rows = graph(({ input, concat }) => {
      const [a, b] = [input("a", [1, 2, 2]), input("b", [2, 2, 2])];
      return concat(b, a, { axis: 0 });
    });
    const x = Array.from({ length: 12 }, (_, i) => i);
    expect(rows.build([12]).outputShape).toEqual([3, 2, 2]);
    expect(await outputOf(backend, rows, [1, 12], x)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3]);
    const gated = graph(({ input, multiply }) => multiply(input("gate", [1, 1, 2]), input("image", [1, 2, 2])));
    expect(await outputOf(backend, gated, [1, 6], [2, 3, 1, 1, 10, 10])).toEqual([2, 3, 20, 30]);
  });

  test("a chain and a shortcut draw the weights of sequential() and residual(), and give their bits", async () => {
    const wired = graph(({ input, apply, add }) => {
      const x = input();
      const block = apply(dense(3), apply(relu(), apply(dense(5), x)));
      return apply(dropout(0.5), add(block, x));
    });
    const nested = sequential([residual(sequential([dense(5), relu(), dense(3)])), dropout(0.5)]);
    const x = { shape: [4, 3], data: Array.from({ length: 12 }, (_, i) => Math.sin(i)) };
    const both = [wired, nested].map(async (layer) => {
      const compiled = await compileLayer(layer, { input: [4, 3], training: true, backend });
      const { output, inputGradient } = await compiled.backward(x, { shape: [4, 3], data: new Array(12).fill(1) });
      await compiled.close();
      return [output.data, inputGradient.data, Object.values(compiled.parameters).map(({ data }) => data)];
    });
    expect(await both[0]).toEqual(await both[1]);
  });

  test("each use of a shared layer draws masks of its own, and no other layer draws others for it", async () => {
    const masks = graph(({ input, apply, concat, shared }) => {
      const drop = shared(sequential([dropout(0.5)]));
      return concat(drop(input()), drop(input()), apply(dropout(0.5), input()));
    });
    const ones = new Array(64).fill(1);
    const drawn = await outputOf(backend, masks, [1, 64], ones, true);
    const [first, second, third] = [0, 64, 128].map((start) => drawn.slice(start, start + 64));
    expect(first).not.toEqual(second);
    const plain = await outputOf(backend, sequential([dropout(0.5)]), [1, 64], ones, true);
    expect(first).toEqual(plain);
    const after = graph(({ input, apply, concat }) =>
      concat(apply(dropout(0.5), input()), apply(dropout(0.5), input())),
    );
    expect(third).toEqual((await outputOf(backend, after, [1, 64], ones, true)).slice(64));
  });

  test("the running statistics of a shared layer move once, towards the mean of its uses", async () => {
    const norm = graph(({ input, apply, add, shared }) => {
      const normalize = shared(batchNorm({ momentum: 0.75 }), { name: "norm" });
      const triple = dense(1, { bias: false, init: constant(3) });
      return add(normalize(input()), normalize(apply(triple, input())));
    });
    const compiled = await compileLayer(norm, { input: [2, 1], training: true, backend });
    await compiled.forward({ shape: [2, 1], data: [1, 3] }); // means 2 and 6, variances 2 and 18
    expect(compiled.state["norm/mean"].data[0]).toBeCloseTo(0.25 * 4, 5);
    expect(compiled.state["norm/variance"].data[0]).toBeCloseTo(0.75 + 0.25 * 10, 5);
    await compiled.close();
  });
});

test("nests in other layers, and others nest in it", () => {
  const inner = graph(({ input, apply }) => apply(sequential([dense(4), relu()]), input()));
  const model = sequential([residual(sequential([inner, dense(3)])), graph([["last", dense(2), "input"]])]);
  const { parameters, outputShape } = model.build([3]);
  expect(outputShape).toEqual([2]);
  expect(Object.keys(parameters)).toContain("0.residual/block/0.graph/0.sequential/0.dense/kernel");
  expect(Object.keys(parameters)).toContain("1.graph/last/kernel");
});

test("prints its inputs, nodes and uses", () => {
  expect(
    summary(pair, [7])
      .split("\n")
      .map((line) => line.trimEnd()),
  ).toEqual([
    "layer       output     parameters",
    "input       7",
    "image       2 × 2 × 1",
    "meta        3",
    "0.flatten   4",
    "1.dense     3                  15",
    "2.dense     3                  12",
    "3.dense     3",
    "4.dense     1                   4",
    "5.multiply  3",
    "6.average   3",
    "species     2                   8",
    "age         3",
    "39 parameters",
  ]);
});

test("several outputs are packed, and keep their names and shapes", () => {
  const { outputs, outputShape } = pair.build([7]);
  expect(outputShape).toEqual([5]);
  expect(outputs).toEqual([
    { name: "species", shape: [2] },
    { name: "age", shape: [3] },
  ]);
  expect(twice.build([2]).outputs).toBeUndefined();
  const renamed = graph(({ input, apply }) => {
    const y = apply(dense(2), input(), { name: "y" });
    return { left: y, right: y };
  });
  expect(renamed.values.outputs).toEqual([
    ["left", "y"],
    ["right", "y"],
  ]);
});
