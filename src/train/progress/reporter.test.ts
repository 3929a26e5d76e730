import { describe, expect, test } from "vitest";
import { points, progressOf, SMALL, small } from "../../../test/small-runs.ts";
import { train } from "../train.ts";
import type { TrainProgress } from "../train-options.ts";

describe("onProgress", () => {
  test("tells where training is, how it goes and how long it will take", async () => {
    const data = points(21, { validation: 5 });
    let milliseconds = 0;
    const told: TrainProgress[] = [];
    const { history } = await train(small(), data, {
      ...SMALL,
      epochs: 3,
      now: () => (milliseconds += 110),
      onProgress: (progress) => told.push(progress),
    });
    // 16 samples in batches of 8, a report after each step, for a step takes long on this clock.
    expect(told.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
      [3, 1],
      [3, 2],
    ]);
    told.forEach(({ epochs, stepsPerEpoch, last, elapsed, remaining, train }, i) => {
      expect([epochs, stepsPerEpoch]).toEqual([3, 2]);
      expect(last).toEqual(history[Math.floor(i / 2) - 1]);
      expect(Object.keys(train)).toEqual(["loss", "accuracy"]);
      expect(elapsed).toBeGreaterThan(told[i - 1]?.elapsed ?? 0);
      if (i < 5) expect(remaining).toBeGreaterThan(told[i + 1].remaining);
    });
    expect(told[5].remaining).toBe(0);
    expect(told[0]).not.toHaveProperty("last");
    expect(told[5].train).toEqual(history[2].train);
  });

  test("is not called after every step of a fast run", async () => {
    const told = await progressOf(small(), points(400), { ...SMALL, batchSize: 1, epochs: 1, now: () => 0 });
    expect(told.map(({ step }) => step)).toEqual([1, 65, 129, 193, 257, 321, 385, 400]);
  });
});
