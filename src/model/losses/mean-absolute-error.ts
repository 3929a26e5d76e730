import { expectTargetLike } from "../checks/expect-target.ts";
import { defineLoss, meanOfEach } from "../loss.ts";
import { meanOverOutputs } from "../measuring/output-means.ts";
import { weightedMean } from "../measuring/weighted-mean.ts";

export const meanAbsoluteError = defineLoss({
  name: "meanAbsoluteError",
  summary:
    "The mean of |output − target|, over the batch and the outputs: outliers count in proportion to their distance.",
  source: "by definition",
  section: "losses",
  formula: "L = mean(|x − y|)",
  use: "Regression with heavy tails: it is minimal at the median, which outliers do not move.",
  avoid:
    "A constant learning rate: the gradient is as large near the minimum as far from it, so the last steps oscillate. Let the rate decay, or use huber().",
  example: "meanAbsoluteError()",
  targetKind: "values",
  comparesNumbers: true,
  unit: "target",
  options: {},
  compute: ({ output, target }) =>
    output
      .sub(expectTargetLike("meanAbsoluteError", output, target))
      .abs()
      .mean(),
  each: ({ output, target }) => meanOfEach(output.sub(expectTargetLike("meanAbsoluteError", output, target)).abs()),
  measure(predicted) {
    const { width, predictions, targets } = predicted;
    const error = (i: number, output: number) =>
      Math.abs(predictions[i * width + output] - targets[i * width + output]);
    return meanOverOutputs(predicted, (output) => weightedMean(predicted, (i) => error(i, output)));
  },
});
