import type { Tensor } from "../../graph/tensor.ts";
import { positive } from "../../options.ts";
import { expectTargetLike } from "../checks/expect-target.ts";
import { defineLoss, meanOfEach } from "../loss.ts";

export const huber = defineLoss({
  name: "huber",
  summary: "Half the square of an error up to δ, a straight line beyond: smooth, and robust to outliers.",
  source: "Huber 1964",
  section: "losses",
  formula: "L = mean(e²/2 if |e| ≤ δ, else δ(|e| − δ/2)), e = x − y",
  use: "Regression with outliers: the gradient of an error is never larger than δ.",
  avoid:
    "A δ that does not fit the size of the errors: far above all of them the loss is half the square, far below it is the absolute error times δ. Targets are standardized for training by default, so that δ counts their standard deviations.",
  example: "huber({ delta: 1 })",
  targetKind: "values",
  comparesNumbers: true,
  options: { delta: positive(1, "the error at which the parabola becomes a line") },
  compute: ({ output, target }, { delta }) => lost(output, target, delta).mean(),
  each: ({ output, target }, { delta }) => meanOfEach(lost(output, target, delta)),
});

/** e²/2 if e ≤ δ, else δ(e − δ/2) */
function lost(output: Tensor, target: Tensor, delta: number): Tensor {
  const error = output.sub(expectTargetLike("huber", output, target)).abs();
  const near = error.minimum(delta);
  return near.mul(error.sub(near.mul(0.5)));
}
