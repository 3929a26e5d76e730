import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BatchOptions, batches } from "./batches.ts";

const epoch = (count: number, size: number, options?: BatchOptions) =>
  [...batches(count, size, options)].map((batch) => [...batch]);

describe("batches", () => {
  test("holds every sample exactly once, the last batch being what is left", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), fc.nat(), (count, size, seed) => {
        const batchSize = 1 + (size % count);
        const all = epoch(count, batchSize, { seed });
        expect(all.map((batch) => batch.length)).toEqual(sizes(count, batchSize));
        expect(all.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
      }),
    );
  });

  test("is a function of the seed and the epoch", () => {
    const first = epoch(50, 8, { seed: 1, epoch: 0 });
    expect(epoch(50, 8)).toEqual(first);
    expect(epoch(50, 8, { seed: 1, epoch: 1 })).not.toEqual(first);
    expect(epoch(50, 8, { seed: 2, epoch: 0 })).not.toEqual(first);
  });

  test("has one order whatever the size of the batches", () => {
    expect(epoch(50, 7, { seed: 3 }).flat()).toEqual(epoch(50, 50, { seed: 3 }).flat());
  });

  test("keeps the order of the samples without shuffling", () => {
    expect(epoch(5, 2, { shuffle: false })).toEqual([[0, 1], [2, 3], [4]]);
  });

  test.each([
    [10, 11, /batchSize: expected at most 10, .* received 11\. Use a batchSize of at most 10, or more samples/],
    [10, 0, /batchSize: expected a whole number of at least 1, received 0/],
    [10, 2.5, /received 2.5/],
    [0, 1, /batches: expected at least one sample, received 0/],
  ])("refuses %d samples in batches of %d, before the first batch is asked for", (count, size, message) => {
    expect(() => batches(count, size)).toThrow(message);
  });
});

/** The sizes of the batches: all of one size but the last. */
function sizes(count: number, batchSize: number): number[] {
  return Array.from({ length: Math.ceil(count / batchSize) }, (_, i) => Math.min(batchSize, count - i * batchSize));
}
