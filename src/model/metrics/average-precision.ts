import { oneAgainstRest } from "../measuring/one-against-rest.ts";
import { meanOver, type Threshold } from "../measuring/thresholds.ts";
import { defineMetric } from "../metric.ts";

export const averagePrecision = defineMetric({
  name: "averagePrecision",
  summary: "The mean precision over the thresholds, each weighted by the positives that it adds.",
  source: "in common use in retrieval; the form of scikit-learn's average_precision_score, without interpolation",
  section: "losses",
  formula: "Σₙ (Rₙ − Rₙ₋₁)·Pₙ over falling thresholds; several classes: the mean of each against the rest",
  use: "Rare positives that are to be found: fraud, defects, search results. Chance is the share of positives, not 1/2.",
  avoid:
    "To compare sets with other shares of positives, on which it depends. NaN where a class has no sample, and where an output is NaN.",
  example: "averagePrecision()",
  higherIsBetter: true,
  unit: "share",
  tasks: ["binary", "classification", "multilabel"],
  noValue: "some class or label has no sample",
  options: {},
  measure: (predicted) => meanOver(oneAgainstRest(predicted), precisionOverRecall),
});

/** 0/0 = NaN where there are no positives. */
function precisionOverRecall(thresholds: readonly Threshold[]): number {
  let [sum, before] = [0, 0];
  for (const { truePositives, falsePositives } of thresholds) {
    if (truePositives > before) sum += ((truePositives - before) * truePositives) / (truePositives + falsePositives);
    before = truePositives;
  }
  return sum / before;
}
