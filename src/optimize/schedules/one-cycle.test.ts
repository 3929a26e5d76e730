import { expect, test } from "vitest";
import { oneCycle } from "./one-cycle.ts";

test("oneCycle rises to its peak and ends far below its start", () => {
  const schedule = oneCycle(1, { span: 99, unit: "step" });
  const steps = Array.from({ length: 100 }, (_, step) => schedule.at(step));
  expect(steps[0]).toBeCloseTo(1 / 25, 12);
  expect(Math.max(...steps)).toBe(steps[29]);
  expect(steps[29]).toBe(1);
  expect(steps[99]).toBe(1 / 25 / 1e4);
});
