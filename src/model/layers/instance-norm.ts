import { positive } from "../../options.ts";
import { normalizeGroups } from "../blocks/normalize-groups.ts";
import { scaleAndShift } from "../blocks/scale-and-shift.ts";
import { expectRank } from "../checks/expect-rank.ts";
import { defineLayer } from "../layer.ts";

export const instanceNorm = defineLayer({
  name: "instanceNorm",
  summary:
    "Shifts and scales every channel of every image to mean 0 and variance 1, then by a learned scale and shift.",
  source: "Ulyanov, Vedaldi and Lempitsky 2016, equation 2, with the scale and shift of the other normalizations",
  section: "normalization",
  formula: "y = (x − μ) / √(σ² + ε) ∘ s + b, μ and σ² over the pixels of each image and channel",
  use: "Where the contrast and brightness of an image should not matter, as in style transfer.",
  avoid: "Where the strength of a feature separates the classes: it is normalized away.",
  example: "instanceNorm()",
  options: { eps: positive(1e-5, "added to the variance before its root") },
  shape(input) {
    expectRank("instanceNorm", input, 3);
    return input;
  },
  parameters: scaleAndShift,
  forward: (x, { parameter }, { eps }) =>
    normalizeGroups(x, x.shape[3], eps).mul(parameter("scale")).add(parameter("shift")),
});
