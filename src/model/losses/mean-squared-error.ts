import { expectTargetLike } from "../checks/expect-target.ts";
import { defineLoss } from "../loss.ts";

export const meanSquaredError = defineLoss({
  name: "meanSquaredError",
  summary: "The mean of (output − target)², over the batch and the outputs.",
  source: "by definition",
  section: "losses",
  formula: "L = mean((x − y)²)",
  use: "Regression with errors that are about normal: it is least at the mean. Scale targets to about 1, or the gradients are as large as they are.",
  avoid:
    "Outliers count with their square. For classes it learns slowly, since a saturated output has hardly a gradient: crossEntropy().",
  example: "meanSquaredError()",
  targetKind: "values",
  options: {},
  compute: ({ output, target }) =>
    output
      .sub(expectTargetLike("meanSquaredError", output, target))
      .square()
      .mean(),
});
