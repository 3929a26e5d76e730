import { unit } from "../../options.ts";
import { UNIFORM_UNIT } from "../../random.ts";
import { defineLayer } from "../layer.ts";

export const dropout = defineLayer({
  name: "dropout",
  summary:
    "In training, zeroes each element with probability rate and scales the rest by 1 / (1 − rate); else does nothing.",
  source: "Srivastava et al. 2014; the inverted scaling of Hinton's lecture notes",
  options: { rate: unit(0.5, "the share of elements to zero, typically 0.1 to 0.5") },
  positional: ["rate"],
  forward(x, { training, random }, { rate }) {
    if (!training || rate === 0) return x;
    const keep = Math.round((1 - rate) / UNIFORM_UNIT) * UNIFORM_UNIT; // exact in float32 and float64 alike
    return random(x.shape)
      .less(keep)
      .where(x.mul(1 / (1 - rate)), 0);
  },
});
