import { averaged, averagingOption, ratioOf, tasksOfAverage } from "../measuring/averaging-option.ts";
import { defineMetric } from "../metric.ts";

export const f1 = defineMetric({
  name: "f1",
  summary: "The harmonic mean of precision and recall of a class.",
  source: "van Rijsbergen 1979, Information retrieval, chapter 7; 0/0 as in scikit-learn's f1_score",
  section: "losses",
  formula: "2·TP / (2·TP + FP + FN)",
  use: "One number for decisions about a rare class. Of two classes the second is the positive one; of several it is the mean over the classes, so that small ones count as much as large ones.",
  avoid:
    "Where a miss and a false alarm do not cost the same, and where probabilities count. Micro over several classes is the accuracy. A class that is neither predicted right nor missed counts 0. A NaN output predicts nothing.",
  example: 'f1({ average: "macro" })',
  higherIsBetter: true,
  unit: "share",
  tasks: tasksOfAverage,
  options: averagingOption,
  measure: (predicted, { average }) =>
    averaged(predicted, average, ({ right, predicted: all, actual }) => ratioOf(2 * right, all + actual)),
});
