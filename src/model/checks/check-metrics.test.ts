import { describe, expect, test } from "vitest";
import { crossEntropy } from "../losses/cross-entropy.ts";
import { hinge } from "../losses/hinge.ts";
import { meanSquaredError } from "../losses/mean-squared-error.ts";
import type { Metric } from "../metric.ts";
import { accuracy } from "../metrics/accuracy.ts";
import { f1 } from "../metrics/f1.ts";
import { logLoss } from "../metrics/log-loss.ts";
import { rocAuc } from "../metrics/roc-auc.ts";
import { rootMeanSquaredError } from "../metrics/root-mean-squared-error.ts";
import type { Learned } from "../task-of-outputs.ts";
import { checkMetrics } from "./check-metrics.ts";

const classes: Learned = { loss: crossEntropy(), outputs: 4 };
const numbers: Learned = { loss: meanSquaredError(), outputs: 1 };

describe("a metric is refused before training", () => {
  test.each<[string, Metric, Learned, string]>([
    [
      "of another task",
      rocAuc(),
      numbers,
      "train: metrics[1]: expected a metric for regression, which meanSquaredError learns here, received rocAuc, which is for " +
        "binary, classification, multilabel. For classes use crossEntropy() or binaryCrossEntropy().",
    ],
    [
      "of numbers, for classes",
      rootMeanSquaredError(),
      classes,
      "received rootMeanSquaredError, which is for regression. Leave it out.",
    ],
    [
      "of two classes, for several",
      f1({ average: "binary" }),
      classes,
      'received f1, which is for binary. Give it average: "macro".',
    ],
    [
      "of probabilities that there are not",
      logLoss(),
      { loss: hinge(), outputs: 4 },
      "train: metrics[1]: expected a metric that needs no probabilities, as hinge makes none, received logLoss.",
    ],
    [
      "of a name that is taken",
      accuracy(),
      classes,
      "expected a metric that is not given yet, received accuracy again",
    ],
  ])("%s", (_, metric, learned, message) => {
    expect(() => checkMetrics([accuracy(), metric], learned)).toThrow(message);
  });

  test("but not one that fits, though a loss of numbers learns yes or no, where the data say so", () => {
    checkMetrics([rocAuc(), f1()], { ...numbers, task: "binary" });
    checkMetrics([rocAuc(), f1(), f1({ average: "micro" })], classes);
    checkMetrics([rootMeanSquaredError()], numbers);
  });
});
