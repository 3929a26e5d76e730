import { expect, test } from "vitest";
import { roundTicks } from "./round-ticks.ts";

test.each([
  [0, 1, 3, [0, 0.5, 1]],
  [-1.3, 1.3, 4, [-1, -0.5, 0, 0.5, 1]],
  [0, 0.0007, 3, [0, 0.0002, 0.0004, 0.0006]],
  [12, 90, 4, [20, 40, 60, 80]],
  [1, -1, 4, [-1, -0.5, 0, 0.5, 1]],
])("from %s to %s, about %s round numbers", (from, to, count, expected) => {
  expect(roundTicks(from, to, count)).toEqual(expected);
});

test("where there is no way between, there is one number", () => {
  expect(roundTicks(2, 2, 4)).toEqual([2]);
});
