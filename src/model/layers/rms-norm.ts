import { positive } from "../../options.ts";
import { inverseDeviation } from "../blocks/moments.ts";
import { ones } from "../initializers/ones.ts";
import { defineLayer } from "../layer.ts";

export const rmsNorm = defineLayer({
  name: "rmsNorm",
  summary: "Scales every sample to a root mean square of 1 over its last axis, then by a learned scale.",
  source: "Zhang and Sennrich 2019, equation 4",
  section: "normalization",
  formula: "y = x / √(mean(x²) + ε) ∘ s",
  use: "In place of layerNorm where its mean is not needed: as good as a rule, and cheaper.",
  avoid: "Where signals have a large common offset, which it keeps.",
  example: "rmsNorm()",
  options: { eps: positive(1e-6, "added to the mean square before its root") },
  parameters: (input) => ({ scale: { shape: input.slice(-1), init: ones() } }),
  forward(x, { parameter }, { eps }) {
    const square = x.square().mean(-1, true); // [batch, …, 1]
    return x.mul(inverseDeviation(square, eps)).mul(parameter("scale"));
  },
});
