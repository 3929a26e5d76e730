import * as v from "valibot";
import { iota, type Tensor } from "../../graph/tensor.ts";
import { custom, optional, unit } from "../../options.ts";
import { rowOf } from "../blocks/row-of.ts";
import { weighted } from "../blocks/weighted.ts";
import { expectClasses } from "../checks/expect-target.ts";
import { defineLoss } from "../loss.ts";

export const crossEntropy = defineLoss({
  name: "crossEntropy",
  summary: "−log of the probability that softmax gives the true class, from logits.",
  source: "by definition; label smoothing: Szegedy et al. 2016, section 7",
  section: "losses",
  formula: "L = −mean(log softmax(x)[y])",
  use: "One class of several; the default. At the start it should be near the logarithm of the number of classes, 2.303 for ten. Label smoothing of 0.1 keeps large networks from overconfidence.",
  avoid:
    "Several labels at once: binaryCrossEntropy(). Do not put a softmax before it. Smoothed losses cannot be compared with plain ones, and probabilities are then too flat. A class excluded by a logit of −∞ adds nothing unless it is the true one; with label smoothing it has a part of the target, and the loss is ∞.",
  example: "crossEntropy({ labelSmoothing: 0.1 })",
  targetKind: "classes",
  predictions: "softmax",
  options: {
    labelSmoothing: unit(0, "fraction of the target that is divided among all classes"),
    classWeights: optional(
      custom(
        v.array(v.pipe(v.number(), v.minValue(0))),
        undefined,
        "a weight of at least 0 for each class",
        "the weight of the samples of each class, equal by default; the loss is the weighted mean",
      ),
    ),
  },
  compute({ output, target }, { labelSmoothing, classWeights }) {
    const truth = oneHot(output, target);
    const smooth = truth.mul(1 - labelSmoothing).add(labelSmoothing / truth.shape[1]);
    const logs = output.logSoftmax(); // [batch, classes]
    if (classWeights === undefined) return weighted(smooth, logs).sum(1).neg().mean();

    const weights = weightsOf(classWeights, truth.shape[1]);
    const total = truth.mul(weights).sum(); // Σ weight of the true class
    const divisor = total.equal(0).where(1, total); // a batch in which no weight is above 0 has loss 0 instead of 0/0
    return weighted(smooth.mul(weights), logs).sum().neg().div(divisor);
  },
  each({ output, target }, { labelSmoothing, classWeights }) {
    const truth = oneHot(output, target);
    const smooth = truth.mul(1 - labelSmoothing).add(labelSmoothing / truth.shape[1]);
    const shares = classWeights === undefined ? smooth : smooth.mul(weightsOf(classWeights, truth.shape[1]));
    return weighted(shares, output.logSoftmax()).sum(1).neg();
  },
  counts({ output, target }, { classWeights }) {
    if (classWeights === undefined) return undefined;
    const truth = oneHot(output, target);
    return truth.mul(weightsOf(classWeights, truth.shape[1])).sum(1);
  },
});

/** 1 at the true class of each sample, else 0: [batch, classes]. */
function oneHot(output: Tensor, target: Tensor): Tensor {
  const [batch, classes] = expectClasses("crossEntropy", output, target);
  return iota([batch, classes], 1).equal(target.reshape([batch, 1]));
}

/** Weights of classes as [1, classes]. */
function weightsOf(classWeights: readonly number[], classes: number): Tensor {
  return rowOf("crossEntropy: classWeights", classWeights, classes, "class");
}
