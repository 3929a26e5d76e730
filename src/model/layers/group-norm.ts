import { usageError } from "../../errors.ts";
import { count, positive } from "../../options.ts";
import { normalizeGroups } from "../blocks/normalize-groups.ts";
import { scaleAndShift } from "../blocks/scale-and-shift.ts";
import { defineLayer } from "../layer.ts";

export const groupNorm = defineLayer({
  name: "groupNorm",
  summary:
    "Shifts and scales every group of channels of every sample to mean 0 and variance 1, then by a learned scale and shift.",
  source: "Wu and He 2018, equation 7",
  section: "normalization",
  formula: "y = (x − μ) / √(σ² + ε) ∘ s + b, μ and σ² over the pixels and the C/G channels of each group",
  use: "With batches too small for batchNorm: each sample is normalized on its own, in training and inference the same way.",
  avoid: "Large batches, where batchNorm trains to lower errors.",
  example: "groupNorm(8)",
  options: {
    groups: count(32, "number of groups into which the channels are split; 1 takes all of them together"),
    eps: positive(1e-5, "added to the variance before its root"),
  },
  positional: ["groups"],
  shape(input, { groups }) {
    const channels = input.at(-1) ?? 0;
    if (channels % groups === 0) return input;
    throw usageError({
      where: "groupNorm: groups",
      expected: `a divisor of the ${channels} channels`,
      received: String(groups),
    });
  },
  parameters: scaleAndShift,
  forward: (x, { parameter }, { groups, eps }) =>
    normalizeGroups(x, groups, eps).mul(parameter("scale")).add(parameter("shift")),
});
