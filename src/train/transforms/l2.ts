import { mapTensors } from "../../graph/map-tensors.ts";
import { nonNegative } from "../../options.ts";
import { defineTransform } from "../optimizer.ts";

export const l2 = defineTransform({
  name: "l2",
  summary: "Adds the gradient of the penalty λ/2 · ‖w‖² on all parameters: large weights are pulled to 0.",
  source: "Krogh and Hertz 1992; coupled: adaptive optimizers rescale it, for which adamw() is the cure",
  section: "overfitting",
  formula: "g ← g + λw",
  use: "Weight decay under sgd() and momentum(), where it is the same as shrinking weights by ηλ at each step. λ of 1e-4 for residual networks, 5e-4 for small ones.",
  avoid:
    "Under Adam and its kin the penalty is divided by √v̂, so that weights of large gradients are hardly decayed: adamw(). It acts on all parameters, biases and normalizations too.",
  example: "l2(1e-4)",
  options: { lambda: nonNegative(1e-4, "the weight of the penalty") },
  positional: ["lambda"],
  update: ({ params, grads }, { lambda }) => ({
    grads: mapTensors(grads, (grad, name) => grad.add(params[name].mul(lambda))), // ∇L + λw
  }),
});
