import { mapTensors } from "../../graph/map-tensors.ts";
import { formerly, nonNegative } from "../../options.ts";
import { decayOption, decays } from "../math/weight-decay-option.ts";
import { defineTransform } from "../transform.ts";

export const l1 = defineTransform({
  name: "l1",
  summary:
    "Adds a subgradient of the penalty λ · Σ|w|: every weight is pulled towards 0 with the same force, and small ones reach it.",
  source: "Tibshirani 1996; the subgradient λ · sign(w), 0 at 0",
  section: "overfitting",
  formula: "g ← ∇L + λ · sign(w)",
  use: "For sparse weights: features that do not help end near 0.",
  avoid:
    "Weights end within a step's length of 0, not at 0: set small ones to 0 afterwards. Adaptive optimizers rescale the penalty with the gradient.",
  example: "chain(l1(1e-5), sgd({ learningRate: 0.1 }))",
  options: {
    strength: formerly("lambda", nonNegative(1e-5, "λ: the strength of the penalty")),
    decay: decayOption("on which parameters it is"),
  },
  positional: ["strength"],
  update: ({ params, grads }, { strength, decay }) => ({
    grads: mapTensors(grads, (grad, name) => {
      const param = params[name];
      return decays(param, decay) ? grad.add(param.sign().mul(strength)) : grad; // ∇L + λ · sign(w)
    }),
  }),
});
