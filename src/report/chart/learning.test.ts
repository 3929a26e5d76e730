import { describe, expect, test } from "vitest";
import type { StudyRun } from "../../compare/study.ts";
import { learningCurve, measuresOf } from "./learning.ts";

const run = (losses: number[]): StudyRun => ({
  variant: "base",
  seed: 1,
  seconds: 1,
  history: losses.map((loss, i) => ({
    epoch: i + 1,
    learningRate: 0.1,
    seconds: 1,
    train: { loss: 2 * loss },
    validation: { loss, accuracy: 0.5 },
  })),
});

describe("learningCurve", () => {
  test("takes the mean of the runs that reached an epoch, with its interval", () => {
    // s = √2, so s / √2 = 1, times t(0.975; 1) = 12.706; then half of it.
    expect(learningCurve([run([4, 2]), run([2, 1, 0.5])], "validation", "loss")).toEqual([
      { x: 1, mean: 3, low: expect.closeTo(3 - 12.706, 3), high: expect.closeTo(3 + 12.706, 3), count: 2 },
      { x: 2, mean: 1.5, low: expect.closeTo(1.5 - 6.353, 3), high: expect.closeTo(1.5 + 6.353, 3), count: 2 },
      { x: 3, mean: 0.5, low: 0.5, high: 0.5, count: 1 },
    ]);
    expect(learningCurve([run([4])], "train", "loss")[0].mean).toBe(8);
  });

  test("ends the interval of a share at what is possible", () => {
    const [{ low, high }] = learningCurve([run([0.2]), run([0.9])], "validation", "loss", "share");
    expect([low, high]).toEqual([0, 1]);
  });

  test("takes runs on one split of the data for what they are: not independent", () => {
    const on = (dataSeed: number, seed: number, loss: number) => ({ ...run([loss]), seed, dataSeed });
    const runs = [on(1, 1, 1), on(1, 2, 1.1), on(2, 1, 2), on(2, 2, 2.1), on(3, 1, 3), on(3, 2, 3.1)];
    const [{ mean, high, count }] = learningCurve(runs, "validation", "loss");
    const [naive] = learningCurve(
      runs.map(({ dataSeed: _, ...each }) => each),
      "validation",
      "loss",
    );
    expect([mean, count]).toEqual([naive.mean, 6]);
    expect(high - mean).toBeGreaterThan(2 * (naive.high - naive.mean));
  });

  test("leaves out what is not finite or not there", () => {
    const curve = learningCurve([run([4, Number.NaN]), run([2, 1, Number.POSITIVE_INFINITY])], "validation", "loss");
    expect(curve.map(({ x, count }) => [x, count])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect(learningCurve([run([4])], "train", "accuracy")).toEqual([]);
  });
});

describe("measuresOf", () => {
  test("puts the study's own measure first", () => {
    expect(measuresOf([run([1])], "accuracy")).toEqual(["accuracy", "loss"]);
    expect(measuresOf([run([1])], "loss")).toEqual(["loss", "accuracy"]);
    expect(measuresOf([run([])], "loss")).toEqual([]);
  });
});
