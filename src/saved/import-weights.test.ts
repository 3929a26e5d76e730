import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { expectClose } from "../../test/backends.ts";
import { EvenkeelError } from "../errors.ts";
import { permuted } from "../formats/permuted.ts";
import { readSafetensors } from "../formats/read-safetensors.ts";
import { writeSafetensors } from "../formats/write-safetensors.ts";
import { batchNorm } from "../model/layers/batch-norm.ts";
import { conv2d } from "../model/layers/conv2d.ts";
import { dense } from "../model/layers/dense.ts";
import { depthwiseConv2d } from "../model/layers/depthwise-conv2d.ts";
import { embedding } from "../model/layers/embedding.ts";
import { flatten } from "../model/layers/flatten.ts";
import { layerNorm } from "../model/layers/layer-norm.ts";
import { maxPool2d } from "../model/layers/max-pool2d.ts";
import { prelu } from "../model/layers/prelu.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { initialModel } from "../train/initial-model.ts";
import { importWeights } from "./import-weights.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-import-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("the bytes of a saved model", () => {
  const model = initialModel(sequential([dense(3), relu(), dense(2)]), [4]);

  test("give what its file gives", async () => {
    const path = join(folder, "model.evenkeel");
    await model.save(path);
    expect(await importWeights(model.toBytes())).toEqual(await importWeights(path));
  });

  test("with any bit of them changed are refused", async () => {
    const bytes = model.toBytes();
    for (let bit = 0; bit < 8 * bytes.length; bit += 41) {
      const changed = bytes.slice();
      changed[bit >> 3] ^= 1 << (bit & 7);
      await expect(importWeights(changed), `bit ${bit}`).rejects.toBeInstanceOf(EvenkeelError);
    }
  });
});

describe("a network of PyTorch", () => {
  // Made by test/fixtures/pytorch-convnet.py, with an input [2, 2, 6, 4] and its output.
  const path = fileURLToPath(new URL("../../test/fixtures/pytorch-convnet.safetensors", import.meta.url));
  const layers = [
    conv2d(4, 3, { padding: "same" }),
    batchNorm(),
    prelu(),
    maxPool2d(2),
    depthwiseConv2d(3, { padding: "same", bias: false }),
    flatten(),
    dense(5),
    layerNorm(),
    relu(),
    dense(3),
  ];
  const weightsAlone = (name: string) =>
    name.startsWith("example") ? undefined : name.replace(/^4\./, "4.depthwiseConv2d.");
  const flattened = { "6.dense": [4, 3, 2] };

  test("gives the outputs that it has there", async () => {
    const model = initialModel(sequential(layers), [6, 4, 2]);
    const weights = await importWeights(path, { layout: "pytorch", rename: weightsAlone, flattened });
    const report = await model.load(weights, { strict: true });
    expect(report).toMatchObject({ missing: [], unused: [], shapes: [] });
    expect(report.matched).toHaveLength(14);
    const { tensors, metadata } = readSafetensors(await readFile(path));
    expect(metadata.by).toMatch(/^PyTorch/);
    const images = permuted(tensors["example.input"], [0, 2, 3, 1]); // [n, c, h, w] → [n, h, w, c]
    const { data } = await model.predict(images);
    expectClose(data, tensors["example.output"].data, 1e-6);
    await model.close();
  });

  test("gives others where the order of a flatten is not told", async () => {
    const model = initialModel(sequential(layers), [6, 4, 2]);
    await model.load(await importWeights(path, { layout: "pytorch", rename: weightsAlone }));
    const { tensors } = readSafetensors(await readFile(path));
    const { data } = await model.predict(permuted(tensors["example.input"], [0, 2, 3, 1]));
    expect(Math.abs(data[0] - tensors["example.output"].data[0])).toBeGreaterThan(1e-3);
    await model.close();
  });
});

const numbers = (...shape: number[]) => {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return { shape, data: Float32Array.from({ length: size }, (_, i) => i) };
};
const bytesOf = (...names: [string, ...number[]][]) =>
  writeSafetensors(Object.fromEntries(names.map(([name, ...shape]) => [name, numbers(...shape)])));
const shapesOf = async (...args: Parameters<typeof importWeights>) =>
  Object.fromEntries(Object.entries(await importWeights(...args)).map(([name, { shape }]) => [name, shape]));

test("kernels are turned around, [out, in] and [out, in, height, width]; tables and vectors are not", async () => {
  const bytes = bytesOf(["fc.weight", 2, 3], ["fc.bias", 2], ["conv.weight", 2, 1, 3, 5], ["words.weight", 7, 4]);
  const rename = [
    ["fc", "2.dense"],
    ["conv", "0.conv2d"],
    ["words", "1.embedding"],
  ] as const;
  const weights = await importWeights(bytes, { layout: "pytorch", rename });
  expect(weights["2.dense/kernel"]).toEqual({ shape: [3, 2], data: Float32Array.of(0, 3, 1, 4, 2, 5) });
  expect(weights["2.dense/bias"]).toEqual({ shape: [2], data: Float32Array.of(0, 1) });
  expect(weights["0.conv2d/kernel"].shape).toEqual([3, 5, 1, 2]);
  expect(Array.from(weights["0.conv2d/kernel"].data.slice(0, 4))).toEqual([0, 15, 1, 16]);
  expect(weights["1.embedding/table"]).toEqual(numbers(7, 4));
  expect(embedding.definition.name).toBe("embedding");
});

test("counters of batches are left out, which is said", async () => {
  const said = vi.spyOn(console, "warn").mockImplementation(() => {});
  const bytes = bytesOf(
    ["1.running_mean", 2],
    ["1.weight", 2],
    ["1.num_batches_tracked", 1],
    ["2.num_batches_tracked", 1],
  );
  expect(Object.keys(await importWeights(bytes, { layout: "pytorch" }))).toEqual([
    "1.batchNorm/mean",
    "1.batchNorm/scale",
  ]);
  expect(said).toHaveBeenCalledWith(expect.stringContaining("importWeights: 2 × num_batches_tracked left out"));
  said.mockRestore();
});

test("modules within modules, and names that are ours already, get our names", async () => {
  const bytes = bytesOf(
    ["0.1.weight", 2, 3],
    ["layer1.0.bn1.running_mean", 2],
    ["layer1.0.bn1.weight", 2],
    ["5.dense.bias", 2],
  );
  const rename = [[/^layer1\.(\d+)\.bn(\d)/, "3.residual/$1.sequential/$2.batchNorm"]] as const;
  expect(await shapesOf(bytes, { layout: "pytorch", rename })).toEqual({
    "0.sequential/1.dense/kernel": [3, 2],
    "3.residual/0.sequential/1.batchNorm/mean": [2],
    "3.residual/0.sequential/1.batchNorm/scale": [2],
    "5.dense/bias": [2],
  });
});

test("in our own layout names change, and numbers do not", async () => {
  const path = join(folder, "own.safetensors");
  await writeFile(path, bytesOf(["0.dense/kernel", 3, 2], ["0.dense/bias", 2]));
  expect(await importWeights(path, { rename: [["0.dense", "1.dense"]] })).toEqual({
    "1.dense/kernel": numbers(3, 2),
    "1.dense/bias": numbers(2),
  });
});

test("the weights of a saved model are read too", async () => {
  const model = initialModel(sequential([dense(2)]), [3]);
  const path = join(folder, "model.evenkeel");
  await model.save(path);
  const weights = await importWeights(path, { rename: (name) => (name.endsWith("bias") ? undefined : name) });
  expect(weights["0.dense/kernel"].shape).toEqual([3, 2]);
  expect(Object.keys(weights)).toHaveLength(1);
  await model.close();
});

test.each<[string, Parameters<typeof importWeights>]>([
  [
    'importWeights: rename: expected texts that stand in a.weight, …, received "b"',
    [bytesOf(["a.weight", 1]), { rename: [["b", "c"]] }],
  ],
  [
    "importWeights: expected different names for different tensors, received c twice, the second time for b",
    [bytesOf(["a", 1], ["b", 1]), { rename: () => "c" }],
  ],
  [
    "importWeights: expected different names for different tensors, received 0.dense/kernel twice",
    [bytesOf(["0.weight", 1, 1], ["0.dense.kernel", 1, 1]), { layout: "pytorch" }],
  ],
  ["importWeights: rename: a: expected a name, received 1", [bytesOf(["a", 1]), { rename: () => 1 as never }]],
  [
    "importWeights: flattened: 1.dense: expected a layer with a kernel, one of 0.dense/kernel",
    [bytesOf(["0.weight", 1, 6]), { layout: "pytorch", flattened: { "1.dense": [1, 2, 3] } }],
  ],
  [
    "importWeights: flattened: 0.dense: expected [channels, height, width] of 5 numbers, which the kernel [5, 1] takes, received [1, 2, 3]",
    [bytesOf(["0.weight", 1, 5]), { layout: "pytorch", flattened: { "0.dense": [1, 2, 3] } }],
  ],
  [
    'importWeights: flattened: expected layout: "pytorch" beside it',
    [bytesOf(["a", 1]), { flattened: { "0.dense": [1, 2, 3] } }],
  ],
  [
    'importWeights: layout: expected one of evenkeel, pytorch, received "keras"',
    [bytesOf(["a", 1]), { layout: "keras" as never }],
  ],
  ["importWeights: expected the bytes of a file", [1 as never]],
])("%s", async (words, args) => {
  await expect(importWeights(...args)).rejects.toThrow(words);
});
