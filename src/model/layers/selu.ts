import { SELU_ALPHA, SELU_SCALE } from "../blocks/selu-constants.ts";
import { defineLayer } from "../layer.ts";

export const selu = defineLayer({
  name: "selu",
  summary:
    "An ELU scaled so that signals stay near mean 0 and variance 1 without normalization; initialize with lecunNormal().",
  source: "Klambauer et al. 2017, equation 2",
  section: "layers",
  formula: "y = λx if x ≥ 0, else λα(eˣ − 1), with λ ≈ 1.0507, α ≈ 1.6733",
  use: "Deep dense networks without normalization layers: with lecunNormal() and standardized inputs, activations settle at mean 0 and variance 1 on their own.",
  avoid:
    "Other initial weights and dropout(), which break the fixed point; in convolutional or residual networks batchNorm() is better.",
  example: "selu()",
  options: {},
  forward(x) {
    const curved = x.minimum(0).expm1().mul(SELU_ALPHA); // α(eˣ − 1)
    return x.less(0).where(curved, x).mul(SELU_SCALE);
  },
});
