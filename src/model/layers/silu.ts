import { gated } from "../blocks/gated.ts";
import { defineLayer } from "../layer.ts";

export const silu = defineLayer({
  name: "silu",
  summary: "x · σ(x), also called swish: a smooth ReLU that dips below 0.",
  source: "Elfwing, Uchibe and Doya 2018, equation 1",
  section: "layers",
  formula: "y = x · σ(x)",
  use: "Deep convolutional networks such as EfficientNet: smooth, never dead, often a few tenths of a percent better than ReLU.",
  avoid:
    "An exponential makes it more expensive than ReLU: hardSwish() is the cheap form. In shallow networks the difference is within the noise between seeds.",
  example: "silu()",
  options: {},
  forward: (x) => gated(x, (x) => x.sigmoid()),
});
