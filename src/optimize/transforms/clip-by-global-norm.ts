import { mapTensors } from "../../graph/map-tensors.ts";
import { filled } from "../../graph/tensor.ts";
import { formerly, positive } from "../../options.ts";
import { globalNorm } from "../math/norms.ts";
import { defineTransform } from "../transform.ts";

export const clipByGlobalNorm = defineTransform({
  name: "clipByGlobalNorm",
  summary: "Scales all gradients by one factor so that the norm of all of them together is at most θ.",
  source: "Pascanu, Mikolov and Bengio 2013, algorithm 1",
  section: "clipping",
  formula: "g ← g · θ / max(‖g‖, θ), ‖g‖ over all parameters",
  use: "Against exploding gradients: recurrent and very deep networks, high rates. θ of 1 or 10, or somewhat above the usual norm. The direction stays the same.",
  avoid:
    "θ below the usual norm clips every step, and the rate no longer means what it says. Adaptive optimizers hardly notice a constant factor. It does not cure a loss that is NaN.",
  example: "clipByGlobalNorm(1)",
  options: { maxNorm: formerly("theta", positive(1, "θ: the largest norm, usually 1 or 10")) },
  positional: ["maxNorm"],
  update({ grads }, { maxNorm }, { plainNorms }) {
    const norm = globalNorm(grads, plainNorms); // ‖g‖ over all parameters
    const factor = filled([], maxNorm).div(norm.maximum(maxNorm)); // θ / max(‖g‖, θ)
    return { grads: mapTensors(grads, (grad) => grad.mul(factor)) };
  },
});
