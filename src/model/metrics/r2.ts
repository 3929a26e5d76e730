import { meanOverOutputs, squaredErrorOf } from "../measuring/output-means.ts";
import { weightedMean } from "../measuring/weighted-mean.ts";
import { defineMetric } from "../metric.ts";

export const r2 = defineMetric({
  name: "r2",
  summary: "The share of the targets' variance that is explained: 1 is perfect, 0 no better than their mean.",
  source: "Wright 1921, Correlation and causation; the form of scikit-learn's r2_score",
  section: "losses",
  formula: "1 − Σ(y − x)² / Σ(y − ȳ)²; the mean over several outputs",
  use: "To judge a regression without knowing the units of its targets. Below 0 the model is worse than the mean of the targets it is measured on.",
  avoid:
    "To compare models on different sets: it depends on how the targets of the set vary. Targets that are all the same have no variance: it is then 1 for a perfect model, else 0. One sample alone, or a NaN output, makes it NaN.",
  example: "r2()",
  higherIsBetter: true,
  unit: "number",
  tasks: ["regression"],
  noValue: "it takes at least 2 samples",
  options: {},
  measure(predicted) {
    if (predicted.count < 2) return Number.NaN;
    const { width, targets } = predicted;
    return meanOverOutputs(predicted, (output) => {
      const targetOf = (i: number) => targets[i * width + output];
      const mean = weightedMean(predicted, targetOf);
      const variance = weightedMean(predicted, (i) => (targetOf(i) - mean) ** 2);
      const error = squaredErrorOf(predicted, output);
      if (variance === 0) return Number.isNaN(error) ? error : Number(error === 0);
      return 1 - error / variance;
    });
  },
});
