import { mapTensors } from "../../graph/map-tensors.ts";
import { formerly, nonNegative } from "../../options.ts";
import { decayOption, decays } from "../math/weight-decay-option.ts";
import { defineTransform } from "../transform.ts";

export const l2 = defineTransform({
  name: "l2",
  summary: "Adds the gradient of the penalty λ/2 · ‖w‖²: large weights are pulled towards 0.",
  source: "Krogh and Hertz 1992; coupled: adaptive optimizers rescale it, which adamw() avoids",
  section: "overfitting",
  formula: "g ← g + λw",
  use: "Weight decay under sgd() and momentum(), where it is the same as shrinking weights by the fraction ηλ at each step. λ of 1e-4 for residual networks, 5e-4 for small ones.",
  avoid:
    'Adam and its variants divide the penalty by √v̂, so weights with large gradients hardly decay: use adamw(). Biases, scales and shifts are left alone unless decay is "all".',
  example: "l2(1e-4)",
  options: {
    strength: formerly("lambda", nonNegative(1e-4, "λ: the strength of the penalty")),
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
