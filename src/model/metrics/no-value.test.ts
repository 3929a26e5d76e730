import { describe, expect, test } from "vitest";
import type { Predicted } from "../predicted.ts";
import { accuracy } from "./accuracy.ts";
import { averagePrecision } from "./average-precision.ts";
import { brierScore } from "./brier-score.ts";
import { expectedCalibrationError } from "./expected-calibration-error.ts";
import { f1 } from "./f1.ts";
import { logLoss } from "./log-loss.ts";
import { precision } from "./precision.ts";
import { r2 } from "./r2.ts";
import { recall } from "./recall.ts";
import { rocAuc } from "./roc-auc.ts";
import { rootMeanSquaredError } from "./root-mean-squared-error.ts";
import { topKAccuracy } from "./top-k-accuracy.ts";

const predicted = (task: Predicted["task"], targets: number[], predictions: number[]): Predicted => ({
  task,
  count: task === "classification" ? targets.length : predictions.length,
  width: task === "classification" ? predictions.length / targets.length : 1,
  probabilities: task !== "regression",
  targets: Float64Array.from(targets),
  predictions: Float64Array.from(predictions),
});
const NONE = Number.NaN;

describe("where there is nothing to measure", () => {
  test("ranks have no value without positives or without negatives", () => {
    for (const truth of [0, 1]) expect(rocAuc().measure?.(predicted("binary", [truth, truth], [0.2, 0.7]))).toBeNaN();
    expect(averagePrecision().measure?.(predicted("binary", [0, 0], [0.2, 0.7]))).toBeNaN();
    expect(averagePrecision().measure?.(predicted("binary", [1, 1], [0.2, 0.7]))).toBe(1);
    const absent = predicted("classification", [0, 1], [0.7, 0.2, 0.1, 0.1, 0.8, 0.1]);
    expect([rocAuc().measure?.(absent), averagePrecision().measure?.(absent)]).toEqual([NONE, NONE]);
  });

  test("ratios are 0 without anything predicted, or true", () => {
    const never = predicted("binary", [1, 1], [0.2, 0.4]);
    const wrong = predicted("binary", [0, 0], [0.8, 0.9]);
    for (const metric of [precision(), recall(), f1()])
      expect([metric.measure?.(never), metric.measure?.(wrong)]).toEqual([0, 0]);
  });

  test("the explained variance takes two samples", () => {
    expect(r2().measure?.(predicted("regression", [3], [3]))).toBeNaN();
  });
});

describe("outputs that are not numbers", () => {
  const two = predicted("binary", [1, 0, 1], [NONE, 0.2, 0.9]);
  const three = predicted("classification", [0, 1], [NONE, 0.5, 0.5, 0.1, 0.8, 0.1]);

  test("are wrong decisions", () => {
    expect(accuracy().measure?.(two)).toBeCloseTo(2 / 3, 12);
    expect([accuracy().measure?.(three), topKAccuracy(3).measure?.(three), topKAccuracy(9).measure?.(three)]).toEqual([
      0.5, 0.5, 0.5,
    ]);
    expect([precision().measure?.(two), recall().measure?.(two)]).toEqual([1, 0.5]); // they predict nothing
  });

  test("leave no value where they are measured themselves", () => {
    for (const metric of [logLoss(), brierScore(), expectedCalibrationError(), rocAuc(), averagePrecision()])
      expect([metric.name, metric.measure?.(two), metric.measure?.(three)]).toEqual([metric.name, NONE, NONE]);
    const numbers = predicted("regression", [1, 2], [NONE, 2]);
    const same = predicted("regression", [1, 1], [NONE, 2]);
    for (const metric of [rootMeanSquaredError(), r2()])
      expect([metric.measure?.(numbers), metric.measure?.(same)]).toEqual([NONE, NONE]);
  });
});
