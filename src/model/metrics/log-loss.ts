import { log } from "../../exact-math/log.ts";
import { trueClass } from "../measuring/decided-classes.ts";
import { weightedMean } from "../measuring/weighted-mean.ts";
import { defineMetric } from "../metric.ts";
import type { Predicted } from "../predicted.ts";

/** Probabilities are kept this far from 0 and 1, as scikit-learn keeps them. */
const LEAST = Number.EPSILON;

export const logLoss = defineMetric({
  name: "logLoss",
  summary: "How surprising the truth is: the mean of −log of the probability that was given to it.",
  source: "Good 1952, Rational decisions, section 8",
  section: "losses",
  formula:
    "−mean(log p[y]) over classes\n−mean(y·log p + (1 − y)·log(1 − p)) where each output has a target\np within [2⁻⁵², 1 − 2⁻⁵²]",
  use: "To judge probabilities, beside the accuracy: it is least for the true ones. Always giving each class its share of the samples has the entropy of the shares: 0.693 for two equal classes, 2.303 for ten.",
  avoid:
    "Where only the decision counts. One sample that was certain and wrong costs up to 36. It is the plain cross entropy: a loss with label smoothing or class weights is another number. A NaN output makes it NaN.",
  example: "logLoss()",
  higherIsBetter: false,
  unit: "number",
  tasks: ["binary", "classification", "multilabel"],
  ofProbabilities: true,
  options: {},
  measure(predicted) {
    const { task, width, predictions } = predicted;
    if (width === 1 || task === "multilabel") return overLabels(predicted);
    return weightedMean(predicted, (i) => -log(within(predictions[i * width + trueClass(predicted, i)])));
  },
});

/** Each output has a probability of yes and a target in [0, 1]. */
function overLabels(predicted: Predicted): number {
  const { width, predictions, targets } = predicted;
  return weightedMean(predicted, (i) => {
    let sum = 0;
    for (let at = i * width; at < (i + 1) * width; at++) {
      const [p, y] = [within(predictions[at]), targets[at]];
      sum -= y * log(p) + (1 - y) * log(1 - p);
    }
    return sum / width;
  });
}

function within(p: number): number {
  return Math.min(1 - LEAST, Math.max(LEAST, p));
}
