import { mapTensors } from "../../graph/map-tensors.ts";
import { filled } from "../../graph/tensor.ts";
import { formerly, positive } from "../../options.ts";
import { globalNorm } from "../math/norms.ts";
import { defineTransform } from "../transform.ts";

export const normalizeAbove = defineTransform({
  name: "normalizeAbove",
  summary: "Divides all gradients by their joint norm where it exceeds θ: a gradient that is too long gets length 1.",
  source: "the plain form of clipping: g / ‖g‖ if ‖g‖ > θ, else g",
  section: "clipping",
  formula: "g ← g / ‖g‖ if ‖g‖ > θ, else g",
  use: "The plain textbook form of clipping, with θ of 1 or 10. At θ = 1 it is clipByGlobalNorm(1).",
  avoid:
    "For other θ the length of a step jumps at the threshold: with θ = 10 a gradient of norm 9.9 passes whole, one of norm 10.1 becomes 1. clipByGlobalNorm(θ), which scales to θ, is what is usually meant.",
  example: "normalizeAbove(10)",
  options: {
    maxNorm: formerly("theta", positive(1, "θ: the norm above which gradients are divided, usually 1 or 10")),
  },
  positional: ["maxNorm"],
  update({ grads }, { maxNorm }, { plainNorms }) {
    const norm = globalNorm(grads, plainNorms); // ‖g‖ over all parameters
    const factor = filled([], maxNorm).less(norm).where(filled([], 1).div(norm), 1);
    return { grads: mapTensors(grads, (grad) => grad.mul(factor)) };
  },
});
