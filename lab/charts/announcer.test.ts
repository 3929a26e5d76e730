import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { announcer } from "./announcer.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("of many words in a second the newest are said, once", () => {
  const said: string[] = [];
  const announce = announcer((words) => said.push(words));
  for (let step = 1; step <= 30; step++) {
    announce(`step ${step}`);
    vi.advanceTimersByTime(100);
  }
  expect(said.length).toBeLessThanOrEqual(3);
  vi.advanceTimersByTime(1000);
  expect(said.at(-1)).toBe("step 30");
  vi.advanceTimersByTime(5000);
  expect(said.filter((words) => words === "step 30")).toHaveLength(1);
});
