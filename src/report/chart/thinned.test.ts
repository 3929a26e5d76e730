import { expect, test } from "vitest";
import { pointAt } from "./learning.ts";
import { thinned } from "./thinned.ts";

test("a curve of many epochs has few points, of which each stands for some", () => {
  const points = Array.from({ length: 100_000 }, (_, i) => pointAt(i + 1, i % 250));
  const few = thinned(points);
  expect(few.length).toBe(400);
  expect(few[0]).toEqual({ x: 250, mean: expect.closeTo(124.5, 9), low: 0, high: 249, count: 250 });
  expect(few.at(-1)?.x).toBe(100_000);
  expect(thinned(points.slice(0, 400))).toEqual(points.slice(0, 400));
});
