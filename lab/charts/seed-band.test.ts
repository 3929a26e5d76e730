import { expect, test } from "vitest";
import { seedBand } from "./seed-band.ts";

test("a band goes from the least to the greatest, where at least two runs are", () => {
  expect(seedBand([[1, 5, 7], [3, 4], [2]], "range")).toEqual([
    { epoch: 1, mean: 2, low: 1, high: 3, runs: 3 },
    { epoch: 2, mean: 4.5, low: 4, high: 5, runs: 2 },
  ]);
});

test("the interval is Student's, by as many runs as there are", () => {
  const [{ mean, low, high }] = seedBand([[1], [2], [3]], "interval");
  expect(mean).toBe(2);
  expect(high - mean).toBeCloseTo(4.303 / Math.sqrt(3), 3);
  expect(mean - low).toBeCloseTo(high - mean, 12);
});

test("values that are not finite, or missing, are left out", () => {
  expect(
    seedBand(
      [
        [Number.NaN, 1],
        [1, undefined],
        [2, 3],
      ],
      "range",
    ).map(({ epoch, runs }) => [epoch, runs]),
  ).toEqual([
    [1, 2],
    [2, 2],
  ]);
  expect(seedBand([], "range")).toEqual([]);
});
