import { positive } from "../../options.ts";
import { inverseDeviation, moments } from "../blocks/moments.ts";
import { ones } from "../initializers/ones.ts";
import { zeros } from "../initializers/zeros.ts";
import { defineLayer } from "../layer.ts";

export const layerNorm = defineLayer({
  name: "layerNorm",
  summary:
    "Shifts and scales every sample to mean 0 and variance 1 over its last axis, then by a learned scale and shift.",
  source: "Ba, Kiros and Hinton 2016, equation 4",
  section: "normalization",
  formula: "x̂ = (x − μ) / √(σ² + ε), over the features of each sample\ny = γ ∘ x̂ + β",
  use: "Transformers, sequences, and batches too small for batchNorm(): a sample does not depend on the others, and training and inference are the same computation.",
  avoid:
    "Convolutional networks, where batchNorm() is usually better, and a few features of different kinds: it takes their common level and spread out of every sample, which may be what the label depends on.",
  example: "layerNorm()",
  options: { eps: positive(1e-5, "added to the variance before its root") },
  parameters: (input) => ({
    scale: { shape: input.slice(-1), init: ones() },
    shift: { shape: input.slice(-1), init: zeros() },
  }),
  forward(x, { parameter }, { eps }) {
    const { centered, variance } = moments(x, -1); // [batch, …, features] and [batch, …, 1]
    return centered.mul(inverseDeviation(variance, eps)).mul(parameter("scale")).add(parameter("shift"));
  },
});
