import { sizeOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { expectClasses, expectTargetLike } from "../checks/expect-target.ts";
import { decidedClasses, trueClass } from "../measuring/decided-classes.ts";
import { weightedMean } from "../measuring/weighted-mean.ts";
import { defineMetric } from "../metric.ts";
import type { Predicted } from "../predicted.ts";

export const accuracy = defineMetric({
  name: "accuracy",
  summary:
    "The share of samples whose largest output is that of the true class; with a target for each output, the share of right signs.",
  source: "by definition",
  section: "losses",
  formula: "share of samples with argmax(x) = y\nor with [x > 0] = [y > 1/2], where each output has a target",
  use: "To judge a classifier on classes of about equal size. With n test samples its standard error is √(p(1 − p)/n): 0.1 percentage points at 99 % of 10,000.",
  avoid:
    "Rare classes: where 1 % is positive, always answering no is 99 % right. It cannot be trained on and ignores how certain a model is: watch the loss too. NaN outputs count as wrong.",
  example: "accuracy()",
  higherIsBetter: true,
  unit: "share",
  options: {},
  compute: ({ output, target }) =>
    sizeOf(output.shape) === sizeOf(target.shape) ? signsRight(output, target) : classesRight(output, target),
  measure(predicted) {
    if (predicted.task === "multilabel") return weightedMean(predicted, (i) => labelsRight(predicted, i));
    const decided = decidedClasses(predicted);
    return weightedMean(predicted, (i) => Number(decided[i] === trueClass(predicted, i)));
  },
});

/** The share of the labels of a sample that are right; what is not a number is wrong. */
function labelsRight({ width, predictions, targets }: Predicted, sample: number): number {
  let right = 0;
  for (let at = sample * width; at < (sample + 1) * width; at++)
    right += Number(targets[at] > 0.5 ? predictions[at] > 0.5 : predictions[at] <= 0.5);
  return right / width;
}

/** Logits of yes or no, each with a target of 0 or 1; 0 means no. Comparisons with NaN are false. */
function signsRight(output: Tensor, target: Tensor): Tensor {
  const yes = expectTargetLike("accuracy", output, target).neg().less(-0.5);
  return yes.where(output.neg().less(0), output.less(0).add(output.equal(0))).mean();
}

/** One output for each class [batch, classes]; the largest is the answer, and a row with NaN has none. */
function classesRight(output: Tensor, target: Tensor): Tensor {
  const [batch, classes] = expectClasses("accuracy", output, target);
  const numbers = output.less(Infinity).add(output.equal(Infinity)).sum(1).equal(classes); // [batch]
  return output
    .argMax(1)
    .equal(target.reshape([batch]))
    .mul(numbers)
    .mean();
}
