import { standardNormal } from "../../graph/standard-normal.ts";
import { unit } from "../../options.ts";
import { defineLayer } from "../layer.ts";

export const gaussianDropout = defineLayer({
  name: "gaussianDropout",
  summary: "In training, multiplies each element by a number from N(1, rate / (1 − rate)); else does nothing.",
  source: "Srivastava et al. 2014, section 10",
  section: "dropout",
  formula: "y = x ∘ (1 + ε·√(p / (1 − p))), ε ~ N(0, 1)",
  use: "Instead of dropout at the same rate: the signal has the same mean and variance, but no unit is ever silent.",
  avoid: "Rates near 1: the variance grows without bound.",
  example: "gaussianDropout(0.3)",
  options: { rate: unit(0.5, "the rate of dropout with the same variance, typically 0.1 to 0.5") },
  positional: ["rate"],
  forward(x, { training, random }, { rate }) {
    if (!training || rate === 0) return x;
    const factor = standardNormal(random(x.shape))
      .mul(Math.sqrt(rate / (1 - rate)))
      .add(1);
    return x.mul(factor);
  },
});
