import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { evaluate, type SampleExpression, sampleExpressions, Weights } from "../../../test/sample-expressions.ts";
import { createProgram } from "../../graph/program.ts";
import { sizeOf } from "../../graph/shape.ts";
import { input, type Tensor } from "../../graph/tensor.ts";
import { RandomStream } from "../../random.ts";
import type { Device } from "../backend.ts";
import { openDevice } from "../open.ts";

vi.setConfig({ testTimeout: 600_000 });

/** Of so many samples, the first ones are computed alone too. */
const SAMPLES = 33;
const SIZES = [1, 2, 3, 7, 8];

let devices: Device[];
beforeAll(async () => {
  devices = await Promise.all([1, 2].map((threads) => openDevice({ backend: "wasm", threads })));
});
afterAll(() => Promise.all(devices.map((device) => device.close())));

let made = 0;

/** What a function of samples gives for batches of every size, on every device: by output, the bits. */
async function compute(
  shape: readonly number[],
  make: (x: Tensor, weights: Weights) => Record<string, Tensor>,
  sizes: readonly number[],
): Promise<{ size: number; bits: Record<string, Uint32Array> }[]> {
  const prefix = `weights ${made++}`;
  const random = new RandomStream(1, "samples");
  const numbers = Float32Array.from({ length: Math.max(...sizes) * sizeOf(shape) }, () => random.normal());
  const found = [];
  for (const device of devices) {
    const written = new Set<string>();
    for (const size of sizes) {
      const weights = new Weights(prefix);
      const outputs = make(input("x", [size, ...shape]), weights);
      for (const [name, shape] of weights.shapes)
        if (!written.has(name))
          await device.create(
            name,
            shape,
            "float",
            weights.numbersOf(name).map((x) => x),
          );
      for (const name of weights.shapes.keys()) written.add(name);
      const executable = await device.compile({ ...createProgram(outputs), bySample: true });
      const [fetched] = await executable.run([{ x: numbers.subarray(0, size * sizeOf(shape)) }]);
      const bits = Object.entries(fetched).map(([name, { buffer, byteOffset, length }]) => [
        name,
        new Uint32Array(buffer as ArrayBuffer, byteOffset, length).slice(),
      ]);
      found.push({ size, bits: Object.fromEntries(bits) });
    }
  }
  return found;
}

/** The first size whose samples differ from those of the largest batch, if any. */
async function firstDifference(
  shape: readonly number[],
  make: (x: Tensor, weights: Weights) => Record<string, Tensor>,
  sizes: readonly number[] = [...SIZES, SAMPLES],
): Promise<string | undefined> {
  const found = await compute(shape, make, sizes);
  const largest = found[sizes.length - 1];
  for (const { size, bits } of found)
    for (const [name, own] of Object.entries(bits)) {
      const at = own.findIndex(
        (word, i) => word !== largest.bits[name][i] && !(isNaN32(word) && isNaN32(largest.bits[name][i])),
      );
      if (at !== -1) return `${name}[${at}] of ${size}`;
    }
  return undefined;
}

function isNaN32(word: number): boolean {
  return (word & 0x7fffffff) > 0x7f800000;
}

/** The same values, [n, samples, m] in memory. */
function kept(x: Tensor): Tensor {
  return x.transpose([1, 0, 2]).pad([1, 0, 0], [0, 0, 0], [0, 0, 0]);
}

describe("a sample has the same bits in a batch of any size", () => {
  test.each<[string, number[], (x: Tensor, w: Weights) => Tensor]>([
    [
      "a product of weights that is spread",
      [9],
      (x, w) =>
        x.add(
          w
            .make([9])
            .mul(w.make([9]))
            .broadcastTo(x.shape),
        ),
    ],
    [
      "weights that are spread before they are multiplied, along a loop that is written out",
      [8],
      (x, w) =>
        x.add(
          w
            .make([8])
            .broadcastTo(x.shape)
            .mul(w.make([8]).broadcastTo(x.shape)),
        ),
    ],
    [
      "a product before axes are joined",
      [4, 6],
      (x, w) =>
        x
          .mul(w.make([6]))
          .reshape([-1, 6])
          .add(w.make([6])),
    ],
    ["sums of columns, each a sample", [70], (x) => x.transpose().sum([0])],
    ["sums of what lies in columns", [30], (x, w) => w.make([40, 30]).matmul(x.transpose()).transpose().sum([1])],
    ["sums over axes around the samples", [9, 7], (x) => x.transpose([1, 0, 2]).exp().sum([0, 2])],
    [
      "sums over axes that are one in memory for a single sample",
      [9, 7],
      (x) => kept(x).transpose([1, 0, 2]).sum([1, 2]),
    ],
    ["weights of two axes that are spread", [7, 9], (x, w) => x.mul(w.make([7, 1]).add(w.make([9]))).sum([1, 2])],
    [
      "picked numbers that several need in memory, and one alone does not",
      [33],
      (x, w) => {
        const picked = w.make([5]).gather(x.abs().floor().minimum(4));
        return picked.sum([1], true).add(picked.reshape([-1]).mul(2).reshape(x.shape));
      },
    ],
    ["long sums", [600, 257], (x) => x.sum([1, 2])],
    ["long sums of few rows", [2, 70_000], (x) => x.sum([1, 2])],
    ["long sums of columns", [257, 600], (x) => x.transpose([1, 2, 0]).square().sum([0, 1])],
  ])("%s", async (_, shape, make) => {
    const sizes = sizeOf(shape) > 10_000 ? [1, 2, 5] : [...SIZES, SAMPLES];
    expect(await firstDifference(shape, (x, w) => ({ y: make(x, w) }), sizes)).toBe(undefined);
  });

  test("random expressions", async () => {
    const reached = new Set<number>();
    await fc.assert(
      fc.asyncProperty(sampleExpressions, async (expression: SampleExpression) => {
        const difference = await firstDifference(expression.shape, (x, w) => {
          const { outputs, used } = evaluate(expression, x, w);
          reached.add(used);
          return outputs;
        });
        expect(difference).toBe(undefined);
      }),
      { seed: Number(process.env.SEED ?? 20240229), numRuns: Number(process.env.RUNS ?? 60) },
    );
    expect(Math.max(...reached)).toBeGreaterThan(7);
  });
});
