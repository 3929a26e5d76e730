import { oneAgainstRest } from "../measuring/one-against-rest.ts";
import { meanOver, type Threshold } from "../measuring/thresholds.ts";
import { defineMetric } from "../metric.ts";

export const rocAuc = defineMetric({
  name: "rocAuc",
  summary:
    "The share of pairs of a positive and a negative sample in which the positive one has the higher score; ties count half.",
  source: "Hanley and McNeil 1982, The meaning and use of the area under a receiver operating characteristic curve",
  section: "losses",
  formula: "∫ TPR d FPR by trapezoids; several classes: the mean of each against the rest",
  use: "To judge how well scores rank, whatever the threshold will be, and whatever the shares of the classes are: 50 % is chance. It needs no probabilities.",
  avoid:
    "Few positives among many negatives: averagePrecision() says more. It is blind to calibration. NaN where a class has no sample, or all of them, and where an output is NaN.",
  example: "rocAuc()",
  higherIsBetter: true,
  unit: "share",
  tasks: ["binary", "classification", "multilabel"],
  noValue: "some class or label has no sample, or all of them",
  options: {},
  measure: (predicted) => meanOver(oneAgainstRest(predicted), area),
});

/** The area under the curve of the rates; 0/0 = NaN where there are no positives or no negatives. */
function area(thresholds: readonly Threshold[]): number {
  let [sum, before] = [0, { truePositives: 0, falsePositives: 0 }];
  for (const at of thresholds) {
    sum += ((at.falsePositives - before.falsePositives) * (at.truePositives + before.truePositives)) / 2;
    before = at;
  }
  return sum / (before.truePositives * before.falsePositives);
}
