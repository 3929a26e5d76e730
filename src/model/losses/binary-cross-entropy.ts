import { expectTargetLike } from "../expect-target.ts";
import { logOnePlusExp } from "../log-one-plus-exp.ts";
import { defineLoss } from "../loss.ts";

export const binaryCrossEntropy = defineLoss({
  name: "binaryCrossEntropy",
  summary: "−log of the probability that the sigmoid gives the truth, from logits; targets are 0, 1 or between.",
  source: "by definition",
  section: "losses",
  formula: "L = mean(log(1 + eˣ) − y·x)",
  use: "Two classes with one output, or several labels that may hold at once. From logits: the sum of exponentials cannot overflow.",
  avoid: "One class of many: crossEntropy(). Do not put a sigmoid before it.",
  example: "binaryCrossEntropy()",
  targetKind: "values",
  predictions: "sigmoid",
  options: {},
  compute({ output, target }) {
    const truth = expectTargetLike("binaryCrossEntropy", output, target);
    return logOnePlusExp(output).sub(truth.mul(output)).mean(); // −y log σ(x) − (1 − y) log(1 − σ(x)) = log(1 + eˣ) − yx
  },
});
