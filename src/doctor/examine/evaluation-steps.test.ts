import { expect, test } from "vitest";
import { evaluationSteps } from "./evaluation-steps.ts";

test("measures at both ends, at the end of each of a few epochs, and between them", () => {
  expect(evaluationSteps(100, 50)).toContain(50);
  expect(evaluationSteps(100, 50).slice(0, 1)).toEqual([0]);
  expect(evaluationSteps(100, 50).at(-1)).toBe(100);
  expect(evaluationSteps(100, 1000).length).toBeGreaterThan(8);
});

test("measures about twelve times, however many epochs there are", () => {
  for (const perEpoch of [1, 3, 32, 700]) expect(evaluationSteps(600, perEpoch).length).toBeLessThanOrEqual(14);
});
