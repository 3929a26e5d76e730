import { meanOverOutputs, squaredErrorOf } from "../measuring/output-means.ts";
import { defineMetric } from "../metric.ts";

export const rootMeanSquaredError = defineMetric({
  name: "rootMeanSquaredError",
  summary: "The root of the mean squared error, in the units of the targets; the mean over several outputs.",
  source: "by definition",
  section: "losses",
  formula: "√mean((x − y)²)",
  use: "To judge a regression whose large errors are what hurts. Compare it with the deviation of the targets, which is what always predicting their mean gives.",
  avoid:
    "Outliers, a few of which decide it: report meanAbsoluteError() beside it. Outputs of different units, of which the mean is of none. A NaN output makes it NaN.",
  example: "rootMeanSquaredError()",
  higherIsBetter: false,
  unit: "target",
  tasks: ["regression"],
  options: {},
  measure: (predicted) => meanOverOutputs(predicted, (output) => Math.sqrt(squaredErrorOf(predicted, output))),
});
