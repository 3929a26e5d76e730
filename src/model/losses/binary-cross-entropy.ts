import { expectTargetLike } from "../expect-target.ts";
import { logOnePlusExp } from "../log-one-plus-exp.ts";
import { defineLoss } from "../loss.ts";

export const binaryCrossEntropy = defineLoss({
  name: "binaryCrossEntropy",
  summary: "−log of the probability that the sigmoid gives the truth, from logits; targets are 0, 1 or between.",
  source: "by definition",
  targetKind: "values",
  options: {},
  compute({ output, target }) {
    const truth = expectTargetLike("binaryCrossEntropy", output, target);
    return logOnePlusExp(output).sub(truth.mul(output)).mean(); // −y log σ(x) − (1 − y) log(1 − σ(x)) = log(1 + eˣ) − yx
  },
});
