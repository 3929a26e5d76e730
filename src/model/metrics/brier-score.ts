import { weightedMean } from "../measuring/weighted-mean.ts";
import { defineMetric } from "../metric.ts";

export const brierScore = defineMetric({
  name: "brierScore",
  summary: "The mean squared distance of the probabilities from what happened, 1 or 0.",
  source: "Brier 1950, Verification of forecasts expressed in terms of probability, equation 2",
  section: "losses",
  formula:
    "mean((p − y)²) of the second class or of each label\nmean(Σⱼ (pⱼ − [y = j])²) over several classes, from 0 to 2",
  use: "To judge probabilities where a single one that is certain and wrong should not decide: it is bounded. Like logLoss it is least for the true probabilities.",
  avoid:
    "Rare classes: always giving 1 % where 1 % is positive scores 0.01, almost perfect. For two classes it is half of what the sum over both gives. A NaN output makes it NaN.",
  example: "brierScore()",
  higherIsBetter: false,
  unit: "number",
  tasks: ["binary", "classification", "multilabel"],
  ofProbabilities: true,
  options: {},
  measure(predicted) {
    const { task, width, predictions, targets } = predicted;
    if (width === 1 || task === "multilabel")
      return weightedMean(predicted, (i) => sumOver(width, (k) => (at(i, k) - targets[i * width + k]) ** 2) / width);
    const distance = (i: number) => sumOver(width, (k) => (at(i, k) - Number(targets[i] === k)) ** 2);
    return weightedMean(predicted, (i) => distance(i) / (width === 2 ? 2 : 1)); // both classes miss by the same

    function at(i: number, k: number): number {
      return predictions[i * width + k];
    }
  },
});

function sumOver(width: number, term: (k: number) => number): number {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += term(k);
  return sum;
}
