import { expect, test } from "vitest";
import { evenly } from "./evenly.ts";
import { Growing } from "./growing.ts";
import { lastAt } from "./last-at.ts";

test("numbers stay what they were when the array grows", () => {
  const many = new Growing();
  for (let i = 0; i < 1000; i++) many.push(i / 7);
  expect(many.length).toBe(1000);
  expect(many.last).toBe(999 / 7);
  expect(Array.from(many.values.subarray(0, 1000))).toEqual(Array.from({ length: 1000 }, (_, i) => i / 7));
  expect(new Growing().last).toBeNaN();
});

test("few indices of many are spread evenly, with both ends", () => {
  expect(evenly(3, 200)).toEqual([0, 1, 2]);
  expect(evenly(0, 200)).toEqual([]);
  const some = evenly(10_001, 200);
  expect(some).toHaveLength(200);
  expect([some[0], some[199]]).toEqual([0, 10_000]);
  expect(new Set(some.slice(1).map((at, i) => at - some[i]))).toEqual(new Set([50, 51]));
});

test("the last value up to a limit is found", () => {
  const values = [2, 4, 4, 9];
  expect([1, 2, 3, 4, 8.9, 9, 100].map((limit) => lastAt(values, 4, limit))).toEqual([-1, 0, 0, 2, 2, 3, 3]);
  expect(lastAt(values, 2, 100)).toBe(1);
});
