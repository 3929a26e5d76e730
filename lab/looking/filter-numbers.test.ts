import { expect, test } from "vitest";
import { filterNumbers, scaleOf } from "./filter-numbers.ts";

test("tells the numbers of a filter, and whether all are finite", () => {
  expect(filterNumbers([-1, 1, 3])).toEqual({ low: -1, high: 3, deviation: expect.closeTo(1.633, 3), finite: true });
  expect(filterNumbers([-1, Number.NaN, 1])).toEqual({ low: -1, high: 1, deviation: 1, finite: false });
});

test("a scale has nearly all weights, but is not made by a few far ones", () => {
  const weights = Float32Array.from({ length: 1000 }, (_, i) => (i - 500) / 1000);
  weights[0] = 100;
  weights[1] = Number.NaN;
  expect(scaleOf([weights])).toBeGreaterThan(0.45);
  expect(scaleOf([weights])).toBeLessThan(0.51);
  expect([scaleOf([]), scaleOf([new Float32Array(4)])]).toEqual([1, 1]);
});
