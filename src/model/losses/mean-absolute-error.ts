import { expectTargetLike } from "../expect-target.ts";
import { defineLoss } from "../loss.ts";

export const meanAbsoluteError = defineLoss({
  name: "meanAbsoluteError",
  summary: "The mean of |output − target|, over the batch and the outputs: outliers count no more than their distance.",
  source: "by definition",
  targetKind: "values",
  options: {},
  compute: ({ output, target }) =>
    output
      .sub(expectTargetLike("meanAbsoluteError", output, target))
      .abs()
      .mean(),
});
