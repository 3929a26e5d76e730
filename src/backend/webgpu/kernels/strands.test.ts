import { expect, test } from "vitest";
import { strandsOf } from "./strands.ts";

test("short sums take a thread each, long ones as many as a workgroup has", () => {
  expect(strandsOf(100, 10, 1, true)).toEqual({ threads: 256, strands: 1 });
  expect(strandsOf(1, 100_000, 1, true)).toEqual({ threads: 256, strands: 256 });
});

test("of many results each takes fewer threads, but so many that neighbors read together", () => {
  expect(strandsOf(2048, 1024, 2, false).strands).toBe(32);
  expect(strandsOf(1e6, 1024, 1, false).strands).toBe(1);
  expect(strandsOf(1e6, 1024, 1, true).strands).toBe(32);
});

test("what threads show to one another fits into 16 kB, and strands fill a workgroup evenly", () => {
  for (const words of [1, 2, 3, 16, 17, 50, 200])
    for (const [results, length] of [
      [1, 0],
      [1, 1],
      [3, 5000],
      [70_000, 40],
    ]) {
      const { threads, strands } = strandsOf(results, length, words, true);
      expect(threads * words * 4).toBeLessThanOrEqual(16_384);
      expect(threads % strands).toBe(0);
    }
});
