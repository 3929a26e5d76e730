import { expectTargetLike } from "../expect-target.ts";
import { defineLoss } from "../loss.ts";

export const meanSquaredError = defineLoss({
  name: "meanSquaredError",
  summary: "The mean of (output − target)², over the batch and the outputs.",
  source: "by definition",
  targetKind: "values",
  options: {},
  compute: ({ output, target }) =>
    output
      .sub(expectTargetLike("meanSquaredError", output, target))
      .square()
      .mean(),
});
