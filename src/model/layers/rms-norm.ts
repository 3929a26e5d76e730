import { positive } from "../../options.ts";
import { inverseStd } from "../blocks/moments.ts";
import { ones } from "../initializers/ones.ts";
import { defineLayer } from "../layer.ts";

export const rmsNorm = defineLayer({
  name: "rmsNorm",
  summary: "Scales every sample to a root mean square of 1 over its last axis, then by a learned scale.",
  source: "Zhang and Sennrich 2019, equation 4",
  section: "normalization",
  formula: "y = x / √(mean(x²) + ε) ∘ s",
  use: "Instead of layerNorm(): usually as good, and cheaper.",
  avoid: "Signals with a large common offset, which it keeps.",
  example: "rmsNorm()",
  options: { eps: positive(1e-6, "added to the mean square before its root") },
  parameters: (input) => ({ scale: { shape: input.slice(-1), init: ones() } }),
  forward(x, { parameter }, { eps }) {
    const square = x.square().mean(-1, true); // [batch, …, 1]
    return x.mul(inverseStd(square, eps)).mul(parameter("scale"));
  },
});
