import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { NormalWeights } from "../../../test/normal-weights.ts";
import { evaluate, sampleExpressions } from "../../../test/sample-expressions.ts";
import { createProgram } from "../../graph/program.ts";
import { sizeOf } from "../../graph/shape.ts";
import { input, type Tensor } from "../../graph/tensor.ts";
import { RandomStream } from "../../random.ts";
import type { Device, Fetched } from "../backend.ts";
import { openDevice } from "../open.ts";

vi.mock("./thread-choice.ts", () => import("../../../test/all-threads.ts"));
vi.setConfig({ testTimeout: 60_000 });

/** How many samples are computed together. */
const SIZES = [33, 1, 2, 3, 7, 8];

let devices: Device[];
beforeAll(async () => {
  devices = await Promise.all([1, 2].map((threads) => openDevice({ backend: "wasm", threads })));
});
afterAll(() => Promise.all(devices.map((device) => device.close())));

type Make = (x: Tensor, weights: NormalWeights) => { outputs: Record<string, Tensor>; watched?: string[] };

let functions = 0;

/**
 * Where the first or the last samples differ, on one thread or two, from what they are among all samples, if they do anywhere. The
 * first of `sizes` is that of all.
 */
async function difference(shape: readonly number[], make: Make, sizes: readonly number[]): Promise<string | undefined> {
  const perSample = sizeOf(shape);
  const [all] = sizes;
  const random = new RandomStream(1, "samples");
  const numbers = Float32Array.from({ length: all * perSample }, () => random.normal());
  const prefix = `function ${functions++}`;
  let whole: Fetched | undefined;
  for (const device of devices)
    for (const size of sizes) {
      const weights = new NormalWeights(prefix);
      const { outputs, watched } = make(input("x", [size, ...shape]), weights);
      if (size === all)
        for (const each of weights.all()) await device.create(each.name, each.shape, "float", each.data);
      const program = { ...createProgram(outputs, [], new Set(watched)), bySample: true };
      const executable = await device.compile(program);
      const starts = [0, all - size];
      const runs = await executable.run(
        starts.map((start) => ({ x: numbers.subarray(start * perSample, (start + size) * perSample) })),
      );
      whole ??= runs[0];
      for (const [run, start] of starts.entries())
        for (const [name, { length }] of Object.entries(runs[run])) {
          const from = (start * length) / size;
          const [own, among] = [runs[run][name], whole[name].subarray(from, from + length)];
          const at = own.findIndex((number, i) => !Object.is(number, among[i])); // −0 is another number than 0
          if (at !== -1) return `${name}[${at}] of ${size}: ${own[at]} in place of ${among[at]}`;
        }
    }
  return undefined;
}

/** Samples [samples, n, m] that lie in memory as [n + 1, samples, m]. */
function apart(x: Tensor): Tensor {
  return x.transpose([1, 0, 2]).pad([1, 0, 0], [0, 0, 0], [0, 0, 0]).transpose([1, 0, 2]);
}

describe("a sample has the same bits in a batch of any size, on one thread and two", () => {
  test.each<[string, number[], (x: Tensor, weights: (...shape: number[]) => Tensor) => Tensor]>([
    ["a product of weights that is spread", [9], (x, w) => x.add(w(9).mul(w(9)).broadcastTo(x.shape))],
    [
      "weights that are spread before they are multiplied, along a loop that is written out",
      [8],
      (x, w) => x.add(w(8).broadcastTo(x.shape).mul(w(8).broadcastTo(x.shape))),
    ],
    ["a product before axes are joined", [4, 6], (x, w) => x.mul(w(6)).reshape([-1, 6]).add(w(6))],
    ["sums of columns, each a sample", [70], (x) => x.transpose().sum([0])],
    ["sums of what lies in columns", [30], (x, w) => w(40, 30).matmul(x.transpose()).transpose().sum([1])],
    ["sums over axes around the samples", [9, 7], (x) => x.transpose([1, 0, 2]).exp().sum([0, 2])],
    ["sums over axes that a single sample has as one in memory", [9, 7], (x) => apart(x).sum([1, 2])],
    ["weights of two axes that are spread", [7, 9], (x, w) => x.mul(w(7, 1).add(w(9))).sum([1, 2])],
    [
      "sums that are computed together for several samples",
      [1],
      (x, w) => {
        const weights = [1, 2, 3].map(() => [1, 2, 3, 4, 5].map(() => w(33)));
        const sums = weights.map((all) => all.reduce((value, each) => value.mul(x).add(each), x).sum([1]));
        return sums[0].add(sums[1]).add(sums[2]);
      },
    ],
    [
      "picked numbers that are in memory for several samples",
      [33],
      (x, w) => {
        const picked = w(5).gather(x.abs().floor().minimum(4));
        return picked.sum([1], true).add(picked.reshape([-1]).mul(2).reshape(x.shape));
      },
    ],
  ])("%s", async (_, shape, make) => {
    const found = await difference(shape, (x, w) => ({ outputs: { y: make(x, (...of) => w.make(of)) } }), SIZES);
    expect(found).toBe(undefined);
  });

  test.each<[string, number[], (x: Tensor) => Tensor]>([
    ["rows", [600, 257], (x) => x.sum([1, 2])],
    ["a few long rows", [2, 70_000], (x) => x.sum([1, 2])],
    ["columns", [257, 600], (x) => x.transpose([1, 2, 0]).square().sum([0, 1])],
  ])("long sums of %s", async (_, shape, make) => {
    expect(await difference(shape, (x) => ({ outputs: { y: make(x) } }), [5, 1, 2])).toBe(undefined);
  });

  test("random expressions", async () => {
    const reached = new Set<number>();
    await fc.assert(
      fc.asyncProperty(sampleExpressions, async (expression) => {
        const make: Make = (x, weights) => {
          const { outputs, used } = evaluate(expression, x, weights);
          reached.add(used);
          return { outputs, watched: expression.watched ? ["within"] : [] };
        };
        expect(await difference(expression.shape, make, SIZES)).toBe(undefined);
      }),
      { seed: 20240229, numRuns: 80 },
    );
    expect(Math.max(...reached)).toBeGreaterThan(7);
  });
});
