import { describe, expect, test } from "vitest";
import { architectureCases, type Case, layerCases, optionCases, primitiveCases } from "../../../test/onnx/cases.mjs";
import { difference, modelOf, TOLERANCE } from "../../../test/onnx/compare.mjs";
import { hasRuntime } from "../../../test/onnx/runtime.mjs";
import { type ReadModel, readOnnx, shapeOf } from "../../../test/onnx/schema.ts";
import { present } from "../../../test/present.ts";
import * as evenkeel from "../../index.ts";

const { arrays, conv2d, csv, defineLayer, dense, exportOnnx, flatten, graph, heads, mlp, sequential, train } = evenkeel;

const cases = { ...layerCases(evenkeel), ...optionCases(evenkeel), ...architectureCases(evenkeel) };
const exported = (of: Case) => readOnnx(exportOnnx(modelOf(evenkeel, of)));
/** The model of a layer that a user wrote. */
const own = (forward: (x: evenkeel.Tensor, context: evenkeel.LayerContext) => evenkeel.Tensor): Case => {
  const definition = { name: "own", summary: "Records what is checked.", source: "by definition", options: {} };
  return { layer: sequential([defineLayer({ ...definition, forward })()]), shape: [4] };
};
const operatorsOf = ({ graph: { node } }: ReadModel) => node.map(({ op_type }) => op_type);
const pairs = {
  inputs: { shape: [6, 2], data: [0, 0, 0, 1, 1, 0, 1, 1, 2, 1, 1, 2] },
  labels: ["a", "b", "c", "a", "b", "c"],
};
const quick = { epochs: 1, threads: 0 };

describe("exportOnnx", () => {
  test.each(Object.entries(cases))("says %s, each value before it is read, and under one name", (_, of) => {
    const { graph } = exported(of);
    const known = new Set([...graph.input, ...graph.initializer].map(({ name }) => name));
    expect(known.size).toBe(graph.input.length + graph.initializer.length);
    for (const { input = [], output } of graph.node) {
      for (const name of input) expect(known).toContain(name);
      expect(known).not.toContain(output[0]);
      known.add(output[0]);
    }
    for (const { name } of graph.output) expect(known).toContain(name);
    for (const { dims = [], raw_data, data_type } of graph.initializer)
      expect(raw_data.length).toBe(dims.reduce((size, extent) => size * extent, 1) * (data_type === 1 ? 4 : 8));
  });

  test("writes what a program asks for: versions, names, shapes with a free batch, classes", async () => {
    const { model } = await train(sequential([dense(3)]), arrays(pairs), quick);
    const file = readOnnx(exportOnnx(model));
    expect(file).toMatchObject({ ir_version: 8, producer_name: "evenkeel" });
    expect(file.opset_import).toEqual([
      { domain: "", version: 18 },
      { domain: "ai.onnx.ml", version: 3 },
    ]);
    const [[input], [output]] = [file.graph.input, file.graph.output];
    expect([input.name, shapeOf(input)]).toEqual(["inputs", ["batch", 2]]);
    expect([output.name, shapeOf(output)]).toEqual(["probabilities", ["batch", 3]]);
    const facts = Object.fromEntries(file.metadata_props.map(({ key, value }) => [key, value]));
    expect(facts).toMatchObject({ task: "classification", predictions: "softmax", classes: '["a","b","c"]' });
    const kernel = present(file.graph.initializer.find(({ name }) => name === "0.dense/kernel"));
    expect(new Float32Array(kernel.raw_data.slice().buffer)).toEqual(model.parts.weights["0.dense/kernel"]);
    expect(readOnnx(exportOnnx(model, { logits: true })).graph.output[0].name).toBe("outputs");
  });

  test("says convolutions, pools and parts side by side as ONNX has them, and repeats nothing without need", () => {
    const operators = operatorsOf(
      exported({
        layer: sequential([conv2d(2, 3, { padding: "same" }), evenkeel.relu(), evenkeel.maxPool2d(2)]),
        shape: [4, 4, 1],
      }),
    );
    expect(operators.filter((name) => name !== "Transpose")).toEqual([
      "Sub",
      "Mul",
      "Conv",
      "Relu",
      "MaxPool",
      "Identity",
    ]);
    const joined = operatorsOf(exported({ layer: evenkeel.parallel([conv2d(2, 1), conv2d(3, 1)]), shape: [4, 4, 1] }));
    expect(joined).toContain("Concat");
    expect(joined).not.toContain("Pad");
    for (const of of Object.values(optionCases(evenkeel)).slice(0, 6))
      expect(operatorsOf(exported(of))).not.toContain("Expand");
  });

  test("takes the columns of a table by name, or its features", async () => {
    const text = "size,island,kind\n1,a,x\n2,b,y\n,a,x\n4,b,y\n5,a,x\n6,b,y";
    const { model } = await train(
      mlp({ hidden: [4], outputs: 2 }),
      csv(text, { label: "kind", validation: 0, test: 0 }),
      quick,
    );
    const { input } = readOnnx(exportOnnx(model)).graph;
    expect(input.map(({ name, type }) => [name, type.tensor_type.elem_type])).toEqual([
      ["size", 1],
      ["island", 8],
    ]);
    expect(input[1].doc_string).toBe('One of "a", "b"; anything else, such as "", counts as missing.');
    const [features] = readOnnx(exportOnnx(model, { table: "features" })).graph.input;
    expect(features.name).toBe("inputs");
    expect(features.doc_string).toContain("size, size missing, island = a, island = b");
  });

  test("has several inputs and outputs by their names", async () => {
    const image = { shape: [6, 2, 2, 1], data: Float32Array.from({ length: 24 }, (_, i) => i) };
    const meta = { shape: [6, 1], data: Float32Array.from({ length: 6 }, (_, i) => i) };
    const layer = graph(({ input, apply, concat }) => {
      const both = concat(apply(flatten(), input("image", [2, 2, 1])), input("meta", [1]));
      return { kind: apply(dense(3), both), age: apply(dense(1), both) };
    });
    const loss = heads([
      ["kind", evenkeel.crossEntropy()],
      ["age", evenkeel.meanSquaredError()],
    ]);
    const data = arrays({ inputs: { image, meta }, labels: { kind: pairs.labels }, targets: { age: meta } });
    const { graph: read } = readOnnx(exportOnnx((await train(layer, data, { ...quick, loss })).model));
    expect([...read.input, ...read.output].map((value) => [value.name, ...shapeOf(value)])).toEqual([
      ["image", "batch", 2, 2, 1],
      ["meta", "batch", 1],
      ["kind", "batch", 3],
      ["age", "batch", 1],
    ]);
  });

  test.each<[string, Case, string]>([
    [
      "random numbers",
      own((x, { random }) => x.add(random(x.shape))),
      "exportOnnx: 0.own: expected what ONNX can say, received random: random numbers, which would be others there.",
    ],
    [
      "a gradient of windows",
      own((x) => x.add(x.reshape([x.shape[0], 1, 2, 1, 2, 1]).unwindow([1, 1], 2, 2).reshape(x.shape))),
      "received unwindow: overlapping windows that are added up.",
    ],
    [
      "sums by number",
      own((x) => x.add(x.reshape([4 * x.shape[0]]).scatterAdd(x.reshape([4 * x.shape[0]]).mul(0), 4))),
      "received scatterAdd: rows that are added up by their numbers.",
    ],
    [
      "what follows from the batch",
      own((x) => x.add(1 / x.shape[0])),
      "exportOnnx: 0.own: expected a computation that is the same for a batch of any size, received",
    ],
    [
      "all pairs of samples",
      own((x) =>
        x.add(
          x
            .matmul(x.transpose())
            .reshape([x.shape[0] ** 2])
            .sum(),
        ),
      ),
      "received [1018081] for 1009 samples, [1026169] for 1013. Let the layer compute each sample by itself",
    ],
    [
      "a part of a batch",
      own((x) => x.add(x.slice([x.shape[0] - 1, 0], [1, 4]))),
      "received a slice from 1008 for 1009 samples, from 1012 for 1013.",
    ],
  ])("refuses %s by the name of the layer", (_, of, message) => {
    expect(() => exported(of)).toThrow(message);
  });

  test("refuses what is no trained model, and options that mean nothing", () => {
    const call = exportOnnx as (...args: unknown[]) => unknown;
    expect(() => call(dense(2))).toThrow(
      "exportOnnx: expected a trained model, such as run.model, received dense(…), which is not trained.",
    );
    const model = modelOf(evenkeel, { layer: dense(2), shape: [2] });
    expect(() => call({ model })).toThrow("Give its model: run.model.");
    expect(() => call(model, { logit: true })).toThrow("Did you mean logits?");
    expect(() => call(model, { table: "features" })).toThrow(
      "exportOnnx: table: expected a model that was trained with a table",
    );
  });

  const primitives = Object.entries(primitiveCases(evenkeel)).slice(0, 4); // the rest: npm run check:onnx
  const few = [...primitives, ["lenet", cases["lenet by default"]] as const];
  test.skipIf(!hasRuntime).each(few)(
    "gives what predict gives, in ONNX Runtime: %s (needs npm ci in test/onnx)",
    async (_, of) => {
      expect(await difference(evenkeel, of)).toBeLessThanOrEqual(TOLERANCE);
    },
  );
});
