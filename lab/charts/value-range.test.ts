import { expect, test } from "vitest";
import { valueRange } from "./value-range.ts";

test("an axis spans all values with a little room, and not less than 0 where none is", () => {
  expect(valueRange([1, 2, 3], { log: false })).toEqual({
    range: [expect.closeTo(0.88), expect.closeTo(3.12)],
    cut: false,
  });
  expect(valueRange([0.01, 2], { log: false }).range[0]).toBe(0);
  expect(valueRange([0.5, 1], { log: false, within: [0, 1] }).range[1]).toBe(1);
});

test("a value far above the rest is cut off, except on a log axis", () => {
  const values = [1, 1.2, 1.4, 2.3, 1e9];
  const { range, cut } = valueRange(values, { log: false });
  expect(cut).toBe(true);
  expect(range[1]).toBeLessThan(3);
  expect(valueRange(values, { log: true })).toEqual({ range: [1 / 1.15, 1.15e9], cut: false });
});

test("values that are not finite count for nothing, and neither does 0 on a log axis", () => {
  expect(valueRange([Number.NaN, Number.POSITIVE_INFINITY], { log: false }).range).toEqual([0, 1]);
  expect(valueRange([0, 1, 10], { log: true }).range[0]).toBeCloseTo(1 / 1.15);
  const { range } = valueRange([2, 2], { log: false });
  expect(range[0]).toBeLessThan(2);
  expect(range[1]).toBeGreaterThan(2);
});
