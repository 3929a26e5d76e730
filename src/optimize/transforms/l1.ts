import { mapTensors } from "../../graph/map-tensors.ts";
import { formerly, nonNegative } from "../../options.ts";
import { decayOption, decays } from "../math/weight-decay-option.ts";
import { defineTransform } from "../transform.ts";

export const l1 = defineTransform({
  name: "l1",
  summary:
    "Adds a subgradient of the penalty λ · Σ|w|: every weight is pulled to 0 by the same force, small ones reach it.",
  source: "Tibshirani 1996; the subgradient λ · sign(w), 0 at 0",
  section: "overfitting",
  formula: "g ← ∇L + λ · sign(w)",
  use: "To have few weights that matter: features that do not help end near 0.",
  avoid:
    "Weights come to lie about 0 within a step's length, not at it: cut off small ones afterwards. Adaptive optimizers rescale the penalty with the gradient.",
  example: "chain(l1(1e-5), sgd({ learningRate: 0.1 }))",
  options: {
    strength: formerly("lambda", nonNegative(1e-5, "λ: the weight of the penalty")),
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
