import { weighted } from "../blocks/weighted.ts";
import { expectTargetLike } from "../checks/expect-target.ts";
import { defineLoss } from "../loss.ts";

export const binaryCrossEntropy = defineLoss({
  name: "binaryCrossEntropy",
  summary: "−log of the probability that the sigmoid gives the truth, from logits; targets are in [0, 1].",
  source: "by definition",
  section: "losses",
  formula: "L = mean(y·log(1 + e⁻ˣ) + (1 − y)·log(1 + eˣ))",
  use: "Two classes with one output, or several labels that may hold at once. It takes logits, so exponentials cannot overflow.",
  avoid: "One class of several: crossEntropy(). Do not put a sigmoid before it.",
  example: "binaryCrossEntropy()",
  targetKind: "values",
  targets: { least: 0, most: 1 },
  predictions: "sigmoid",
  options: {},
  compute({ output, target }) {
    const truth = expectTargetLike("binaryCrossEntropy", output, target);
    // −y log σ(x) − (1 − y) log(1 − σ(x)): a logit that is certain and right, even an infinite one, loses at most its last digits
    const missed = weighted(truth, output.neg().softplus());
    return missed.add(weighted(truth.neg().add(1), output.softplus())).mean();
  },
});
