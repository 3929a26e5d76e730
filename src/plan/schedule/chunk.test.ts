import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpret, KernelMemory } from "../../../test/interpret-kernels.ts";
import { RandomStream } from "../../random.ts";
import type { Buffer, Kernel, ReduceKernel, Term } from "../kernel.ts";
import { chunk } from "./chunk.ts";

const buffer = (name: string, size: number): Buffer => ({ name, size, storage: "float", kind: "temporary" });
const size = (extents: readonly number[]) => extents.reduce((product, extent) => product * extent, 1);

/** A sum and a maximum of x · (1 + index along the first axis) over some axes of a contiguous tensor. */
function reduction(extents: readonly number[], reduced: readonly boolean[], ops = ["sum", "max"] as const) {
  const source = buffer("source", size(extents));
  const strides = extents.map((_, axis) => size(extents.slice(axis + 1)));
  const kept = extents.map((extent, axis) => (reduced[axis] ? 1 : extent));
  const results = ops.map((op) => buffer(op, size(kept)));
  const keptStrides = kept.map((_, axis) => (reduced[axis] ? 0 : size(kept.slice(axis + 1))));
  const terms: Term[] = [
    { op: "load", view: { buffer: source, offset: 0, strides } },
    { op: "index", offset: 1, strides: extents.map((_, axis) => (axis === 0 ? 1 : 0)) },
    { op: "mul", args: [0, 1] },
  ];
  const kernel: ReduceKernel = {
    kind: "reduce",
    extents,
    reduced,
    terms,
    results: ops.map((op, i) => ({
      op,
      term: op === "sum" ? 2 : 0,
      view: { buffer: results[i], offset: 0, strides: keptStrides },
    })),
  };
  return { kernel, source, results };
}

function chunked(kernel: Kernel, bySample = false): Kernel[] {
  let made = 0;
  return chunk(kernel, (size, name) => buffer(`${name} #${made++}`, size), bySample);
}

function run(kernels: readonly Kernel[], source: Buffer, results: readonly Buffer[]): number[][] {
  const random = new RandomStream(1, "chunk");
  const memory = new KernelMemory();
  // Whole numbers, so that sums are exact in any order.
  memory.set(
    source,
    Array.from({ length: source.size }, () => random.integer(1000) - 500),
  );
  interpret(kernels, memory);
  return results.map((result) => [...memory.of(result)]);
}

describe("chunk", () => {
  test.each([
    [[40_000], [true]],
    [[40_001], [true]],
    [[32_768], [true]],
    [
      [5000, 7],
      [true, false],
    ],
    [
      [3, 20_000],
      [false, true],
    ],
    [
      [3, 5, 6001],
      [false, true, true],
    ],
    [
      [6001, 3, 5],
      [true, false, true],
    ],
    [
      [2, 70, 3, 101],
      [true, false, true, true],
    ],
  ])("gives the same results in parts: %j over %j", (extents, reduced) => {
    const { kernel, source, results } = reduction(extents, reduced);
    const pieces = chunked(kernel);
    expect(pieces.length).toBeGreaterThan(1);
    expect(run(pieces, source, results)).toEqual(run([kernel], source, results));
    expect(run(chunked(kernel, true), source, results)).toEqual(run([kernel], source, results));
  });

  test("by samples, cuts the longest axis, and adds the parts of one sample as those of several", () => {
    const combined = [[1], [3], []].map((samples) => {
      const { kernel } = reduction([...samples, 3, 70_000], [...samples.map(() => false), true, true]);
      const pieces = chunked(kernel, true);
      expect((pieces[0] as ReduceKernel).extents.slice(samples.length, samples.length + 1)).toEqual([3]);
      return pieces.at(-1) as ReduceKernel;
    });
    const [parts] = combined[0].extents;
    expect(parts).toBeGreaterThan(10);
    expect(combined.map(({ extents }) => extents)).toEqual([
      [parts, 1],
      [parts, 3],
      [parts, 1],
    ]);
    for (const { reduced } of combined) expect(reduced).toEqual([true, false]);
  });

  test("cuts the first reduced axis exactly, the rest in a part of its own", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300_000 }), fc.integer({ min: 1, max: 30 }), (long, kept) => {
        const pieces = chunked(reduction([kept, long], [false, true]).kernel);
        if (pieces.length === 1) {
          expect(kept * long).toBeLessThan(50_000);
          return;
        }
        const parts = pieces.slice(0, -1) as ReduceKernel[];
        expect(parts.reduce((sum, { extents: [, count, rows] }) => sum + count * rows, 0)).toBe(long);
        for (const { extents, reduced } of parts) {
          expect(reduced).toEqual([false, false, true]);
          expect(extents[2] * kept).toBeLessThan(33_000);
        }
        const [first, rest] = parts;
        if (rest !== undefined) expect(rest.extents[2]).toBeLessThan(first.extents[2]);
        const { extents } = pieces.at(-1) as ReduceKernel;
        expect(extents).toEqual([parts.reduce((sum, { extents: [, count] }) => sum + count, 0), kept]);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  test.each<[string, ReduceKernel]>([
    ["is short", reduction([1000, 10], [true, false]).kernel],
    ["has many results", reduction([100, 2000], [true, false]).kernel],
    ["reduces nothing", reduction([500, 100], [false, false]).kernel],
    ["has no elements", reduction([0, 100], [true, false]).kernel],
    [
      "looks for a place",
      {
        ...reduction([50_000], [true]).kernel,
        results: reduction([50_000], [true]).kernel.results.map((result) => ({ ...result, op: "argMax" as const })),
      },
    ],
  ])("leaves a reduction whole that %s", (_, kernel) => {
    expect(chunked(kernel)).toEqual([kernel]);
  });

  test("cuts by the length of each sum alone, whatever their number, where samples are computed by themselves", () => {
    const rowsOf = (samples: number, length: number) => {
      const [first] = chunked(reduction([samples, length], [false, true]).kernel, true) as ReduceKernel[];
      return first.extents.slice(1);
    };
    for (const samples of [1, 7, 256, 3000]) {
      expect(rowsOf(samples, 20_000)).toEqual([20_000]);
      expect(rowsOf(samples, 40_000)).toEqual([2, 20_000]);
    }
    expect(chunked(reduction([8, 20_000], [false, true]).kernel).length).toBeGreaterThan(1); // else for the threads' sake
  });

  test("leaves other kernels alone", () => {
    const fill: Kernel = { kind: "fill", buffer: buffer("zeros", 100_000) };
    expect(chunked(fill)).toEqual([fill]);
  });

  test("moves along in picked rows", () => {
    const [table, indices, result] = [buffer("table", 50), buffer("indices", 40_000), buffer("result", 5)];
    const kernel: ReduceKernel = {
      kind: "reduce",
      extents: [40_000, 5],
      reduced: [true, false],
      terms: [
        {
          op: "load",
          view: {
            buffer: table,
            offset: 0,
            strides: [0, 1],
            rows: { indices: { buffer: indices, offset: 0, strides: [1, 0] }, stride: 5, count: 6 },
          },
        },
      ],
      results: [{ op: "sum", term: 0, view: { buffer: result, offset: 0, strides: [0, 1] } }],
    };
    const summed = (kernels: readonly Kernel[]) => {
      const memory = new KernelMemory();
      memory.set(
        table,
        Array.from({ length: 50 }, (_, i) => i * i),
      );
      memory.set(
        indices,
        Array.from({ length: 40_000 }, (_, i) => (i * i) % 10),
      );
      interpret(kernels, memory);
      return [...memory.of(result)];
    };
    expect(chunked(kernel).length).toBeGreaterThan(1);
    expect(summed(chunked(kernel))).toEqual(summed([kernel]));
  });
});
