import { mapTensors } from "../../graph/map-tensors.ts";
import { formerly, nonNegative } from "../../options.ts";
import { decayOption, decays } from "../math/weight-decay-option.ts";
import { defineTransform } from "../transform.ts";

export const l2 = defineTransform({
  name: "l2",
  summary: "Adds the gradient of the penalty λ/2 · ‖w‖²: large weights are pulled to 0.",
  source: "Krogh and Hertz 1992; coupled: adaptive optimizers rescale it, for which adamw() is the cure",
  section: "overfitting",
  formula: "g ← g + λw",
  use: "Weight decay under sgd() and momentum(), where it is the same as shrinking weights by ηλ at each step. λ of 1e-4 for residual networks, 5e-4 for small ones.",
  avoid:
    'Under Adam and its kin the penalty is divided by √v̂, so that weights of large gradients are hardly decayed: adamw(). Biases, scales and shifts are left alone unless decay is "all".',
  example: "l2(1e-4)",
  options: {
    strength: formerly("lambda", nonNegative(1e-4, "λ: the weight of the penalty")),
    decay: decayOption("on which parameters it is"),
  },
  positional: ["strength"],
  update: ({ params, grads }, { strength, decay }) => ({
    grads: mapTensors(grads, (grad, name) => {
      const param = params[name];
      return decays(param, decay) ? grad.add(param.mul(strength)) : grad; // ∇L + λw
    }),
  }),
});
