import { count } from "../../options.ts";
import { trueClass } from "../measuring/decided-classes.ts";
import { weightedMean } from "../measuring/weighted-mean.ts";
import { defineMetric } from "../metric.ts";
import type { Predicted } from "../predicted.ts";

export const topKAccuracy = defineMetric({
  name: "topKAccuracy",
  summary: "The share of samples whose true class is among the k largest outputs.",
  source: "in common use; Russakovsky et al. 2015, ImageNet large scale visual recognition challenge, k = 5",
  section: "losses",
  formula: "share of samples with fewer than k outputs before that of the true class",
  use: "Many classes that are hard to tell apart, or a person who chooses among a few suggestions.",
  avoid:
    "A k near the number of classes: with as many as there are it is 1. Among equal outputs the first class counts as the larger. NaN outputs count as wrong.",
  example: "topKAccuracy(3)",
  higherIsBetter: true,
  unit: "share",
  tasks: ["classification", "binary"],
  options: { k: count(5, "how many of the largest outputs may be the true class") },
  positional: ["k"],
  measure: (predicted, { k }) => weightedMean(predicted, (i) => Number(before(predicted, i) < k)),
});

/** How many outputs come before that of the true class. */
function before(predicted: Predicted, sample: number): number {
  const { width, predictions } = predicted;
  const truth = trueClass(predicted, sample);
  if (Number.isNaN(predictions[sample * width])) return Infinity;
  if (width === 1) return Number(predictions[sample] > 0.5 !== (truth === 1));
  const own = predictions[sample * width + truth];
  let count = 0;
  for (let k = 0; k < width; k++) {
    const other = predictions[sample * width + k];
    if (Number.isNaN(other)) return Infinity;
    if (other > own || (other === own && k < truth)) count++;
  }
  return count;
}
