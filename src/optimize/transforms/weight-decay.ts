import { usageError } from "../../errors.ts";
import { mapTensors } from "../../graph/map-tensors.ts";
import { formerly, nonNegative } from "../../options.ts";
import { decayOption, decays } from "../math/weight-decay-option.ts";
import { defineTransform } from "../transform.ts";

export const weightDecay = defineTransform({
  name: "weightDecay",
  summary:
    "Decoupled weight decay: shrinks weights by the fraction ηλ at each step; η is the optimizer's learning rate.",
  source: "Loshchilov and Hutter 2019, arXiv:1711.05101, equation 1 with the rate of algorithm 2",
  section: "overfitting",
  formula: "w ← w − ηλw, then the optimizer's step",
  use: "With any optimizer, before it in a chain; with adam() it gives adamw(). Typically 0.01 to 0.1.",
  avoid:
    "λ is multiplied by η, which falls with the schedule. Biases, scales and shifts do not shrink unless decay is all. Do not combine it with an optimizer that has its own weightDecay.",
  example: "chain(clipByGlobalNorm(1), weightDecay(0.01), adam({ learningRate: 1e-3 }))",
  options: {
    weightDecay: formerly("lambda", nonNegative(0.01, "λ: weights shrink by the share ηλ at each step")),
    decay: decayOption(),
  },
  onWeights: true,
  positional: ["weightDecay"],
  update: ({ params }, { weightDecay, decay }, at) => ({
    params: mapTensors(
      params,
      (param, name) => (decays(param, decay) ? param.mul(1 - rateOf(name, at) * weightDecay) : param), // (1 − ηλ)w
    ),
  }),
});

/** The learning rate of the optimizer in the same chain. */
function rateOf(name: string, at: { learningRate?(parameter: string): number | undefined }): number {
  const rate = at.learningRate?.(name);
  if (rate !== undefined) return rate;
  throw usageError({
    where: "weightDecay",
    expected: "an optimizer with a learning rate in the same chain",
    received: "none",
    fix: "Write chain(weightDecay(0.01), adam()).",
  });
}
