import * as v from "valibot";
import type { Tensor } from "../../graph/tensor.ts";
import { custom, optional } from "../../options.ts";
import { rowOf } from "../blocks/row-of.ts";
import { weighted } from "../blocks/weighted.ts";
import { expectTargetLike } from "../checks/expect-target.ts";
import { defineLoss, meanOfEach } from "../loss.ts";

const above0 = v.pipe(v.number(), v.gtValue(0), v.finite());

export const binaryCrossEntropy = defineLoss({
  name: "binaryCrossEntropy",
  summary: "−log of the probability that the sigmoid gives the truth, from logits; targets are in [0, 1].",
  source: "by definition",
  section: "losses",
  formula:
    "L = mean(y·log(1 + e⁻ˣ) + (1 − y)·log(1 + eˣ))\nwith weight p of yes: L = Σ(p·y·log(1 + e⁻ˣ) + (1 − y)·log(1 + eˣ)) / Σ(p·y + 1 − y)",
  use: "Two classes with one output, or several labels that may hold at once. It takes logits, so exponentials cannot overflow.",
  avoid:
    "One class of several: crossEntropy(). Do not put a sigmoid before it. A weight of yes is a weighted mean, like the class weights of crossEntropy(): PyTorch's pos_weight divides by the number of samples instead. Probabilities are then no longer calibrated.",
  example: "binaryCrossEntropy()",
  targetKind: "values",
  targets: { least: 0, most: 1 },
  predictions: "sigmoid",
  options: {
    positiveWeight: optional(
      custom(
        v.union([above0, v.array(above0)]),
        undefined,
        "a number above 0, or one for each output",
        "how much a target of 1 counts beside one of 0; equally by default",
      ),
    ),
  },
  compute({ output, target }, { positiveWeight }) {
    const { lost, counts } = parts(output, target, positiveWeight);
    return counts === undefined ? lost.mean() : lost.sum().div(counts.sum());
  },
  each: ({ output, target }, { positiveWeight }) => meanOfEach(parts(output, target, positiveWeight).lost),
  counts({ output, target }, { positiveWeight }) {
    const { counts } = parts(output, target, positiveWeight);
    return counts && meanOfEach(counts);
  },
});

/** What each output loses, and how much it counts where that differs: both in the shape of the output. */
function parts(output: Tensor, target: Tensor, positiveWeight: number | readonly number[] | undefined) {
  const truth = expectTargetLike("binaryCrossEntropy", output, target);
  const rest = truth.neg().add(1);
  // −y log σ(x) − (1 − y) log(1 − σ(x)): a logit that is certain and right, even an infinite one, loses at most its last digits
  const yes = positiveWeight === undefined ? truth : truth.mul(asTensor(positiveWeight, output));
  const lost = weighted(yes, output.neg().softplus()).add(weighted(rest, output.softplus()));
  return { lost, counts: positiveWeight === undefined ? undefined : yes.add(rest) };
}

function asTensor(weight: number | readonly number[], output: Tensor): number | Tensor {
  if (typeof weight === "number") return weight;
  const width = output.shape[output.rank - 1];
  return rowOf("binaryCrossEntropy: positiveWeight", weight, width, "output").reshape([width]);
}
