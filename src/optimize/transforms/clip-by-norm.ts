import { mapTensors } from "../../graph/map-tensors.ts";
import { filled } from "../../graph/tensor.ts";
import { formerly, positive } from "../../options.ts";
import { normOf } from "../math/norms.ts";
import { defineTransform } from "../transform.ts";

export const clipByNorm = defineTransform({
  name: "clipByNorm",
  summary:
    "Scales the gradient of each parameter separately so that its norm is at most θ; the overall direction may change.",
  source: "by definition; Keras, clipnorm",
  section: "clipping",
  formula: "gₖ ← gₖ · θ / max(‖gₖ‖, θ), for each parameter tensor k",
  use: "When the gradient of one layer explodes and the others should keep their pace.",
  avoid:
    "The overall direction turns towards the layers that were not clipped. Large tensors have large norms and are clipped first: clipByGlobalNorm() is the usual form.",
  example: "clipByNorm(1)",
  options: { maxNorm: formerly("theta", positive(1, "θ: the largest norm of the gradient of one parameter tensor")) },
  positional: ["maxNorm"],
  update({ grads }, { maxNorm }, { plainNorms }) {
    const clipped = (grad: (typeof grads)[string]) => {
      const norm = normOf(grad, plainNorms); // ‖g‖ of this tensor
      return grad.mul(filled([], maxNorm).div(norm.maximum(maxNorm))); // g · θ / max(‖g‖, θ)
    };
    return { grads: mapTensors(grads, clipped) };
  },
});
