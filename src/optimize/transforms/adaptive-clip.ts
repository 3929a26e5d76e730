import { mapTensors } from "../../graph/map-tensors.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { formerly, optional, positive } from "../../options.ts";
import { normOf, unitNorms } from "../math/norms.ts";
import { matches, patternsOption } from "../math/parameter-patterns.ts";
import { defineTransform } from "../transform.ts";

export const adaptiveClip = defineTransform({
  name: "adaptiveClip",
  summary: "Scales down the gradient of each unit where its norm exceeds λ times the norm of the unit's weights.",
  source: "Brock et al. 2021, arXiv:2102.06171, equation 3",
  section: "clipping",
  formula: "gᵢ ← λ · ‖wᵢ‖* / ‖gᵢ‖ · gᵢ where ‖gᵢ‖ / ‖wᵢ‖* > λ, ‖wᵢ‖* = max(‖wᵢ‖, ε)",
  use: "For networks without normalization, and large batches: it limits the relative change of each unit.",
  avoid:
    "The paper does not clip the last layer: give its name as except. Weights that begin at 0 move slowly, by λε a step.",
  example: 'chain(adaptiveClip(0.01, { except: "4.dense" }), sgd({ learningRate: 0.1, momentum: 0.9 }))',
  options: {
    ratio: formerly("lambda", positive(0.01, "λ: the largest ratio of the norms of a unit's gradient and weights")),
    eps: positive(1e-3, "the least norm that weights are taken to have"),
    except: optional(patternsOption("parameters that are not clipped; none by default")),
  },
  positional: ["ratio"],
  update: ({ params, grads }, { ratio, eps, except }, { plainNorms }) => ({
    grads: mapTensors(grads, (grad, name) => {
      if (except !== undefined && matches(except, name)) return grad;
      const limit = normsOf(params[name], plainNorms).maximum(eps).mul(ratio); // λ‖w‖*
      return grad.div(normsOf(grad, plainNorms).div(limit).maximum(1)); // g / max(‖g‖ / λ‖w‖*, 1)
    }),
  }),
});

/** The norm of each unit; for a bias or a scale, the norm of all of it. */
function normsOf(tensor: Tensor, plain: boolean | undefined): Tensor {
  return tensor.rank > 1 ? unitNorms(tensor, plain) : normOf(tensor, plain);
}
