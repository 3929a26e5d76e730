import { unit } from "../../options.ts";
import { dropoutMask } from "../blocks/dropout-mask.ts";
import { SELU_ALPHA, SELU_SCALE } from "../blocks/selu-constants.ts";
import { defineLayer } from "../layer.ts";

/** The limit of SELU for x → −∞, the value of dropped elements. */
const LOWEST = -SELU_ALPHA * SELU_SCALE;

export const alphaDropout = defineLayer({
  name: "alphaDropout",
  summary:
    "In training, sets elements to SELU's lowest value and rescales all so that mean 0 and variance 1 stay; else does nothing.",
  source: "Klambauer et al. 2017, section 3, New dropout technique",
  section: "dropout",
  formula:
    "y = a·(x∘m + α′(1 − m)) + b, m ~ Bernoulli(q), q = 1 − p, α′ = −λα\na = (q + α′²q(1 − q))^(−1/2), b = −a(1 − q)α′",
  use: "With selu(): plain dropout would move its signals away from mean 0 and variance 1.",
  avoid: "Other activations, whose signals do not have mean 0. Rates above 0.1 rarely help.",
  example: "alphaDropout(0.05)",
  options: { rate: unit(0.1, "fraction of elements to drop, typically 0.05 to 0.1") },
  positional: ["rate"],
  forward(x, context, { rate }) {
    if (!context.training || rate === 0) return x;
    const keep = 1 - rate;
    const a = 1 / Math.sqrt(keep + LOWEST ** 2 * keep * rate);
    const b = -a * rate * LOWEST;
    return dropoutMask(context, x.shape, rate).where(x, LOWEST).mul(a).add(b);
  },
});
