import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { present } from "../../../test/present.ts";
import type { Dataset } from "../../data/dataset.ts";
import { digits } from "../../data/sources/digits.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { dense } from "../../model/layers/dense.ts";
import { dropout } from "../../model/layers/dropout.ts";
import { flatten } from "../../model/layers/flatten.ts";
import { relu } from "../../model/layers/relu.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { averageWeights } from "../callbacks/average-weights.ts";
import { train } from "../train.ts";
import type { Run } from "./run.ts";

let data: Dataset;
let run: Run;

beforeAll(async () => {
  data = await digits({ train: 200, validation: 20, test: 67 });
  run = await train(sequential([flatten(), dense(16), batchNorm(), relu(), dropout(0.2), dense(10)]), data, {
    ...{ threads: 0, epochs: 6, batchSize: 32, seed: 5 },
    optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }),
    callbacks: [averageWeights({ decay: 0.5 })],
  });
});
afterAll(() => run.model.close());

test("a run knows its fields by their former names too", () => {
  expect(run.recipe).toBe(run.config);
  expect(run.recipe).toMatchObject({ epochs: 6, batchSize: 32, seed: 5, samples: 200 });
  expect(run.sums).toBe(run.partialEpoch);
  expect(run.weights).toBe(run.model.parts.weights);
});

describe("run.save", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "evenkeel-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("writes one safetensors file with the model, the training and all that was measured", async () => {
    await run.save(join(folder, "digits.evenkeel"));
    expect(await readdir(folder)).toEqual(["digits.evenkeel"]);
    const { tensors, metadata } = parse(await readFile(join(folder, "digits.evenkeel")));

    expect(Object.keys(metadata)).toEqual(["checksum", "evenkeel"]);
    const about = JSON.parse(metadata.evenkeel);
    expect(about).toMatchObject({
      format: 1,
      model: { inputShape: [28, 28, 1], scale: run.model.parts.scale, classes: data.classes, logits: true },
      recipe: { epochs: 6, batchSize: 32, seed: 5, optimizer: { name: "sgd", learningRate: 0.1, momentum: 0.9 } },
      stopped: { reason: "epochs", epoch: 6 },
      backend: run.backend,
    });
    expect(about.model.layer.layers.map((layer: { name: string }) => layer.name)).toEqual([
      "flatten",
      "dense",
      "batchNorm",
      "relu",
      "dropout",
      "dense",
    ]);
    expect(about.history).toEqual(run.history);
    expect(about.test).toEqual(run.test);

    const { weights } = run.model.parts;
    expect(Object.keys(tensors)).toEqual([
      ...Object.keys(weights).map((name) => `model/${name}`),
      ...Object.keys(run.state).map((name) => `training/${name}`),
    ]);
    expect(Object.keys(weights)).toContain("2.batchNorm/variance");
    expect(Object.keys(run.state)).toContain("optimizer/velocity/1.dense/kernel");
    for (const [name, values] of Object.entries(weights)) expect(tensors[`model/${name}`], name).toEqual([...values]);
    for (const [name, values] of Object.entries(run.state))
      expect(tensors[`training/${name}`], name).toEqual([...values]);
  });

  test("makes the folder, and replaces an earlier file", async () => {
    const path = join(folder, "new", "run.evenkeel");
    await run.save(path);
    const first = await readFile(path);
    await writeFile(path, "something else");
    await run.save(path);
    expect(await readFile(path)).toEqual(first);
    expect(await readdir(join(folder, "new"))).toEqual(["run.evenkeel"]);
  });

  test("tells what to do where it cannot write, and leaves everything as it was", async () => {
    await writeFile(join(folder, "file"), "kept");
    await mkdir(join(folder, "taken"));
    for (const path of [join(folder, "file", "run.evenkeel"), join(folder, "taken"), `${folder}/\0`]) {
      await expect(run.save(path)).rejects.toMatchObject({ name: "EvenkeelError", kind: "run", where: path });
      await expect(run.save(path)).rejects.toThrow(
        /: expected a file that can be written, received .*\. An earlier file there is untouched\.$/,
      );
    }
    expect((await readdir(folder)).sort()).toEqual(["file", "taken"]);
    expect(await readFile(join(folder, "file"), "utf8")).toBe("kept");
    expect(await readdir(join(folder, "taken"))).toEqual([]);
  });
});

describe("run.model.predict", () => {
  test("gives probabilities that agree with what the run measured on the test part", async () => {
    const { inputs, targets } = present(data.test);
    const { shape, data: probabilities } = await run.model.predict(inputs);
    expect(shape).toEqual([67, 10]);
    const rows = rowsOf(probabilities, 10);
    for (const row of rows) {
      expect(sum(row)).toBeCloseTo(1, 5);
      expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
    }
    const right = rows.filter((row, i) => row.indexOf(Math.max(...row)) === targets.data[i]);
    expect(right.length / 67).toBeCloseTo(present(run.test).accuracy, 6);
    expect(run.test?.accuracy).toBeGreaterThan(0.3);
    const loss = sum(rows.map((row, i) => -Math.log(row[targets.data[i]]))) / 67;
    expect(loss).toBeCloseTo(present(run.test).loss, 4);
  });

  test("gives logits where they are asked for, whose softmax are the probabilities", async () => {
    const logits = rowsOf((await run.model.predict(present(data.test).inputs, { logits: true })).data, 10);
    const probabilities = rowsOf((await run.model.predict(present(data.test).inputs)).data, 10);
    expect(sum(logits[0])).not.toBeCloseTo(1, 2);
    logits.forEach((row, i) => {
      const total = sum(row.map(Math.exp));
      expectNear(
        probabilities[i],
        row.map((logit) => Math.exp(logit) / total),
      );
    });
  });

  test("does not depend on how many are predicted at once", async () => {
    const { inputs } = present(data.test);
    const together = await run.model.predict(inputs);
    for (const batchSize of [1, 10, 67, 1000])
      expect((await run.model.predict(inputs, { batchSize })).data).toEqual(together.data);
    await expect(run.model.predict(inputs, { batchSize: 0 })).rejects.toThrow(
      "predict: batchSize: expected a whole number of at least 1, received 0.",
    );
  });

  test("takes a single sample, plain numbers, and none at all", async () => {
    const image = present(data.test).inputs.data.slice(784, 2 * 784);
    const one = await run.model.predict({ shape: [28, 28, 1], data: image });
    expect(one.shape).toEqual([1, 10]);
    expectNear(one.data, (await run.model.predict(present(data.test).inputs)).data.slice(10, 20));
    expect(await run.model.predict({ shape: [1, 28, 28, 1], data: Array.from(image) })).toEqual(one);
    expect(await run.model.predict({ shape: [0, 28, 28, 1], data: [] })).toEqual({
      shape: [0, 10],
      data: new Float32Array(),
      classes: data.classes,
    });
  });

  test.each([
    [[28, 28], 784, "[28, 28] with 784 numbers"],
    [[2, 28, 27, 1], 1512, "[2, 28, 27, 1] with 1512 numbers"],
    [[1, 28, 28, 1], 783, "[1, 28, 28, 1] with 783 numbers"],
    [[1, 1, 28, 28, 1], 784, "[1, 1, 28, 28, 1] with 784 numbers"],
  ])("refuses inputs of shape %j", async (shape, count, received) => {
    await expect(run.model.predict({ shape, data: new Float32Array(count) })).rejects.toThrow(
      `predict: expected inputs [batch, 28, 28, 1] with as many numbers, received ${received}.`,
    );
  });

  test("opens the engine again after it was closed", async () => {
    const before = await run.model.predict(present(data.test).inputs);
    await run.model.close();
    await run.model.close();
    expect(await run.model.predict(present(data.test).inputs)).toEqual(before);
  });

  test("knows how large the model is", () => {
    expect(run.model.parameterCount).toBe(784 * 16 + 16 + 2 * 16 + 16 * 10 + 10);
    expect(run.model.outputShape).toEqual([10]);
  });
});

/** A safetensors file, read by its specification alone. */
function parse(bytes: Buffer): { tensors: Record<string, number[]>; metadata: Record<string, string> } {
  const length = Number(bytes.readBigUInt64LE(0));
  const { __metadata__: metadata, ...entries } = JSON.parse(bytes.toString("utf8", 8, 8 + length));
  const tensors: Record<string, number[]> = {};
  let end = 0;
  for (const [name, entry] of Object.entries(entries)) {
    const { dtype, shape, data_offsets } = entry as { dtype: string; shape: number[]; data_offsets: [number, number] };
    expect([dtype, data_offsets[0]]).toEqual(["F32", end]); // no gaps
    const count = shape.reduce((product, extent) => product * extent, 1);
    expect(data_offsets[1] - data_offsets[0]).toBe(4 * count);
    tensors[name] = Array.from({ length: count }, (_, i) => bytes.readFloatLE(8 + length + end + 4 * i));
    [, end] = data_offsets;
  }
  expect(8 + length + end).toBe(bytes.length);
  return { tensors, metadata };
}

function rowsOf(values: ArrayLike<number>, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, i) =>
    Array.from({ length: width }, (_, k) => values[i * width + k]),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i], 5);
}
