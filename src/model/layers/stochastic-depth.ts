import { unit } from "../../options.ts";
import { dropoutMask } from "../blocks/dropout-mask.ts";
import { defineLayer } from "../layer.ts";

export const stochasticDepth = defineLayer({
  name: "stochasticDepth",
  summary: "In training, drops the whole block for some samples and scales it by 1 / (1 − rate) for the rest.",
  source: "Huang et al. 2016, equation 2, a mask for each sample, scaled in training instead of inference",
  section: "dropout",
  formula: "y = x + m·f(x) / (1 − p), one m ~ Bernoulli(1 − p) for each sample",
  use: "As the last layer of the block of residual(sequential([…])): a deep network then trains as an ensemble of shallower ones.",
  avoid: "Outside residual blocks, where nothing remains of a dropped sample.",
  example: "stochasticDepth(0.2)",
  options: { rate: unit(0.5, "fraction of samples that skip the block; higher for deeper blocks") },
  positional: ["rate"],
  forward(x, context, { rate }) {
    if (!context.training || rate === 0) return x;
    const samples = x.shape.map((extent, axis) => (axis === 0 ? extent : 1)); // [batch, 1, …]
    return dropoutMask(context, samples, rate).where(x.mul(1 / (1 - rate)), 0);
  },
});
