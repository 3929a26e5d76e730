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
  test("takes the mean, the lowest and the highest of the runs that reached an epoch", () => {
    expect(learningCurve([run([4, 2]), run([2, 1, 0.5])], "validation", "loss")).toEqual([
      { x: 1, mean: 3, low: 2, high: 4, count: 2 },
      { x: 2, mean: 1.5, low: 1, high: 2, count: 2 },
      { x: 3, mean: 0.5, low: 0.5, high: 0.5, count: 1 },
    ]);
    expect(learningCurve([run([4])], "train", "loss")[0].mean).toBe(8);
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
