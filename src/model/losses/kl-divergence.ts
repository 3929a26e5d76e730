import type { Tensor } from "../../graph/tensor.ts";
import { expectTargetLike } from "../checks/expect-target.ts";
import { defineLoss, meanOfEach } from "../loss.ts";

export const klDivergence = defineLoss({
  name: "klDivergence",
  summary: "How far softmax is from target probabilities, from logits; the mean over the batch.",
  source: "Kullback and Leibler 1951, equation 2.4",
  section: "losses",
  formula: "L = Σⱼ tⱼ·(log tⱼ − log softmax(x)ⱼ)",
  use: "Targets that are distributions: the probabilities of another model (distillation), or the votes of several people.",
  avoid: "Targets that do not sum to 1. For class numbers crossEntropy() is the same except for a constant.",
  example: "klDivergence()",
  targetKind: "values",
  targets: { least: 0, most: 1, rowsAddUpTo: 1 },
  predictions: "softmax",
  options: {},
  compute: ({ output, target }) => divergence(output, target).mean(),
  each: ({ output, target }) => meanOfEach(divergence(output, target)),
});

/** Σ t·(log t − log softmax(x)) over the last axis. */
function divergence(output: Tensor, target: Tensor): Tensor {
  const truth = expectTargetLike("klDivergence", output, target);
  const present = truth.less(SMALLEST).equal(0); // 0 · log 0 = 0
  const excess = truth.maximum(SMALLEST).log().sub(output.logSoftmax()); // log t − log softmax(x)
  return present.where(truth.mul(excess), 0).sum(-1);
}

/** The smallest normal number of float32. */
const SMALLEST = 2 ** -126;
