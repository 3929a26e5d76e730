import { averaged, averagingOption, ratioOf, tasksOfAverage } from "../measuring/averaging-option.ts";
import { defineMetric } from "../metric.ts";

export const recall = defineMetric({
  name: "recall",
  summary: "The share of the samples of a class that are predicted to be of it.",
  source: "van Rijsbergen 1979, Information retrieval, chapter 7; 0/0 as in scikit-learn's recall_score",
  section: "losses",
  formula: "TP / (TP + FN)",
  use: "Where a miss is costly. Of two classes the second is the positive one; of several it is the mean over the classes, which is the balanced accuracy.",
  avoid:
    "Alone: always saying yes is perfect, so watch precision() too. A class that is predicted and has no sample counts 0. A NaN output predicts nothing, and so misses.",
  example: 'recall({ average: "macro" })',
  higherIsBetter: true,
  unit: "share",
  tasks: tasksOfAverage,
  options: averagingOption,
  measure: (predicted, { average }) => averaged(predicted, average, ({ right, actual }) => ratioOf(right, actual)),
});
