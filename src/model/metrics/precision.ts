import { averaged, averagingOption, ratioOf, tasksOfAverage } from "../measuring/averaging-option.ts";
import { defineMetric } from "../metric.ts";

export const precision = defineMetric({
  name: "precision",
  summary: "The share of right ones among the samples that are predicted to be of a class.",
  source: "van Rijsbergen 1979, Information retrieval, chapter 7; 0/0 as in scikit-learn's precision_score",
  section: "losses",
  formula: "TP / (TP + FP)",
  use: "Where a false alarm is costly. Of two classes the second is the positive one; of several it is the mean over the classes.",
  avoid:
    "Alone: predicting the one surest sample is perfect, so watch recall() too. A class that is never predicted counts 0. A NaN output predicts nothing.",
  example: 'precision({ average: "macro" })',
  higherIsBetter: true,
  unit: "share",
  tasks: tasksOfAverage,
  options: averagingOption,
  measure: (predicted, { average }) => averaged(predicted, average, ({ right, predicted: all }) => ratioOf(right, all)),
});
