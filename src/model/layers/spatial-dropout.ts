import { unit } from "../../options.ts";
import { dropoutMask } from "../blocks/dropout-mask.ts";
import { defineLayer } from "../layer.ts";

export const spatialDropout = defineLayer({
  name: "spatialDropout",
  summary: "In training, drops whole channels of each sample and scales the rest by 1 / (1 − rate); else does nothing.",
  source: "Tompson et al. 2015, section 3.2",
  section: "dropout",
  formula: "y = x ∘ m / (1 − p), one m ~ Bernoulli(1 − p) for each sample and channel",
  use: "After convolutions: neighboring pixels carry the same information, so dropping single ones hides nothing.",
  avoid: "Before a dense layer, where every feature is its own channel: it is plain dropout there.",
  example: "spatialDropout(0.2)",
  options: { rate: unit(0.5, "fraction of channels to drop, typically 0.1 to 0.3") },
  positional: ["rate"],
  forward(x, context, { rate }) {
    if (!context.training || rate === 0) return x;
    const channels = x.shape.map((extent, axis) => (axis === 0 || axis === x.rank - 1 ? extent : 1)); // [batch, 1, …, channels]
    return dropoutMask(context, channels, rate).where(x.mul(1 / (1 - rate)), 0);
  },
});
