import { sizeOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { expectClasses, expectTargetLike } from "../checks/expect-target.ts";
import { defineMetric } from "../metric.ts";

export const accuracy = defineMetric({
  name: "accuracy",
  summary:
    "The share of samples whose largest output is that of the true class; with targets like the outputs, the share whose sign is right.",
  source: "by definition",
  section: "losses",
  formula: "share of samples with argmax(x) = y\nor with [x > 0] = [y > 1/2], where each output has a target",
  use: "To say how good a classifier is on classes of about equal share. With n test samples its standard error is √(p(1 − p)/n): 0.1 percentage points at 99 % of 10,000.",
  avoid:
    "Rare classes: where 1 % is positive, never to say so is 99 % right. It cannot be trained on, and is blind to how sure a model is: watch the loss too. Outputs that are not numbers are wrong.",
  example: "accuracy()",
  higherIsBetter: true,
  options: {},
  compute: ({ output, target }) =>
    sizeOf(output.shape) === sizeOf(target.shape) ? signsRight(output, target) : classesRight(output, target),
});

/** Logits of yes or no, each with a target of 0 or 1; 0 says no. No comparison holds of NaN. */
function signsRight(output: Tensor, target: Tensor): Tensor {
  const yes = expectTargetLike("accuracy", output, target).neg().less(-0.5);
  return yes.where(output.neg().less(0), output.less(0).add(output.equal(0))).mean();
}

/** One output for each class [batch, classes], the largest of which says the class; none is the largest beside NaN. */
function classesRight(output: Tensor, target: Tensor): Tensor {
  const [batch, classes] = expectClasses("accuracy", output, target);
  const numbers = output.less(Infinity).add(output.equal(Infinity)).sum(1).equal(classes); // [batch]
  return output
    .argMax(1)
    .equal(target.reshape([batch]))
    .mul(numbers)
    .mean();
}
