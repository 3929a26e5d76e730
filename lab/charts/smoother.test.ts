import { expect, test } from "vitest";
import { smoother, spanFor } from "./smoother.ts";

test("a constant stays what it is, from the first value on", () => {
  const smooth = smoother(20);
  for (let i = 0; i < 50; i++) expect(smooth(3)).toBeCloseTo(3, 12);
});

test("a value counts less by a factor of 1 - 1 / span with each that follows it", () => {
  const smooth = smoother(2);
  smooth(1);
  expect(smooth(0)).toBeCloseTo(0.5 / 1.5, 12);
  expect(smooth(0)).toBeCloseTo(0.25 / 1.75, 12);
});

test("a value that is not finite is a gap, and the mean goes on after it", () => {
  const [smooth, without] = [smoother(5), smoother(5)];
  smooth(1);
  without(1);
  expect(smooth(Number.NaN)).toBeNaN();
  expect(smooth(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  expect(smooth(2)).toBe(without(2));
});

test("the mean of a long run goes over more values than that of a short one", () => {
  expect([10, 400, 10_000].map(spanFor)).toEqual([4, 10, 100]);
});
