import { expect, test } from "vitest";
import { logTicks } from "./log-ticks.ts";

test("an axis of few powers has twice and five times them", () => {
  expect(logTicks(0.12, 2.6)).toEqual([0.2, 0.5, 1, 2]);
});

test("a long axis has powers of ten, and not too many", () => {
  expect(logTicks(1e-4, 3)).toEqual([1e-4, 1e-3, 1e-2, 1e-1, 1]);
  expect(logTicks(1e-20, 1e10).length).toBeLessThanOrEqual(7);
});
