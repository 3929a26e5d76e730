import { positive } from "../../options.ts";
import { expectTargetLike } from "../checks/expect-target.ts";
import { defineLoss } from "../loss.ts";

export const huber = defineLoss({
  name: "huber",
  summary: "Half the square of an error up to δ, a straight line beyond: smooth, and robust to outliers.",
  source: "Huber 1964",
  section: "losses",
  formula: "L = mean(e²/2 if |e| ≤ δ, else δ(|e| − δ/2)), e = x − y",
  use: "Regression with outliers: the gradient of an error is never larger than δ.",
  avoid:
    "A δ that does not fit the unit of the targets: far above all errors the loss is half the square, far below it is the absolute error times δ.",
  example: "huber({ delta: 1 })",
  targetKind: "values",
  options: { delta: positive(1, "the error at which the parabola becomes a line") },
  compute({ output, target }, { delta }) {
    const error = output.sub(expectTargetLike("huber", output, target)).abs();
    const near = error.minimum(delta);
    return near.mul(error.sub(near.mul(0.5))).mean(); // e²/2 if e ≤ δ, else δ(e − δ/2)
  },
});
