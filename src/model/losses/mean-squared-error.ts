import { expectTargetLike } from "../checks/expect-target.ts";
import { defineLoss, meanOfEach } from "../loss.ts";
import { meanOverOutputs, squaredErrorOf } from "../measuring/output-means.ts";

export const meanSquaredError = defineLoss({
  name: "meanSquaredError",
  summary: "The mean of (output − target)², over the batch and the outputs.",
  source: "by definition",
  section: "losses",
  formula: "L = mean((x − y)²)",
  use: "Regression with roughly normal errors: it is minimal at the mean. Targets are standardized for training by default, because gradients grow with them; the loss is then in units of their variance, metrics and predictions in the units of the targets.",
  avoid:
    "Outliers, which count with their square. Classes, for which it learns slowly, since a saturated output has hardly any gradient: use crossEntropy().",
  example: "meanSquaredError()",
  targetKind: "values",
  comparesNumbers: true,
  options: {},
  compute: ({ output, target }) =>
    output
      .sub(expectTargetLike("meanSquaredError", output, target))
      .square()
      .mean(),
  each: ({ output, target }) => meanOfEach(output.sub(expectTargetLike("meanSquaredError", output, target)).square()),
  measure: (predicted) => meanOverOutputs(predicted, (output) => squaredErrorOf(predicted, output)),
});
