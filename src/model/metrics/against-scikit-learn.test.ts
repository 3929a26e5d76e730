import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Task } from "../../data/task.ts";
import { meanAbsoluteError } from "../losses/mean-absolute-error.ts";
import { meanSquaredError } from "../losses/mean-squared-error.ts";
import { confusionMatrix } from "../measuring/confusion-matrix.ts";
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

interface Case {
  name: string;
  task: Task;
  width: number;
  targets: number[];
  predictions: number[];
  weights?: number[];
  expected: Record<string, number> & { confusionMatrix?: number[][] };
}

/** Numbers of scikit-learn 1.2.1, made by test/fixtures/metrics.py. */
const { cases } = JSON.parse(readFileSync(new URL("../../../test/fixtures/metrics.json", import.meta.url), "utf8")) as {
  cases: Case[];
};

const averages = { binary: "binary", macro: "macro", micro: "micro" } as const;
const BY_NAME = {
  accuracy: accuracy(),
  ...Object.fromEntries(
    Object.values(averages).flatMap((average) => [
      [`precision(${average})`, precision({ average })],
      [`recall(${average})`, recall({ average })],
      [`f1(${average})`, f1({ average })],
    ]),
  ),
  ...Object.fromEntries([1, 2, 3].map((k) => [`topKAccuracy(${k})`, topKAccuracy(k)])),
  rocAuc: rocAuc(),
  averagePrecision: averagePrecision(),
  logLoss: logLoss(),
  brierScore: brierScore(),
  "expectedCalibrationError(15)": expectedCalibrationError(),
  "expectedCalibrationError(4)": expectedCalibrationError({ bins: 4 }),
  meanAbsoluteError: meanAbsoluteError(),
  meanSquaredError: meanSquaredError(),
  rootMeanSquaredError: rootMeanSquaredError(),
  r2: r2(),
};

function predictedOf({ task, width, targets, predictions, weights }: Case): Predicted {
  return {
    task,
    width,
    count: predictions.length / width,
    predictions: Float64Array.from(predictions),
    probabilities: task !== "regression",
    targets: Float64Array.from(targets),
    ...(weights === undefined ? {} : { weights: Float64Array.from(weights) }),
  };
}

/** Two classes as two outputs, of which the second is the first of one. */
function asTwoOutputs(one: Case): Case {
  return { ...one, width: 2, predictions: one.predictions.flatMap((p) => [1 - p, p]) };
}

describe.each(cases.map((one) => [one.name, one] as const))("scikit-learn's numbers for %s", (_, one) => {
  const { confusionMatrix: counts, ...expected } = one.expected;

  test.each(Object.entries(expected))("%s", (name, value) => {
    const metric = BY_NAME[name as keyof typeof BY_NAME];
    const close = (measured: number) => expect(Math.abs(measured - value)).toBeLessThan(1e-12 * Math.max(1, value));
    close(metric.measure?.(predictedOf(one)) as number);
    if (one.task === "binary") close(metric.measure?.(predictedOf(asTwoOutputs(one))) as number);
  });

  if (counts !== undefined)
    test("the confusion matrix", () => {
      expect(confusionMatrix(predictedOf(one))).toEqual(counts);
    });
});

test("every metric is compared", () => {
  const compared = new Set(cases.flatMap(({ expected }) => Object.keys(expected)));
  for (const name of Object.keys(BY_NAME)) expect(compared).toContain(name);
});
