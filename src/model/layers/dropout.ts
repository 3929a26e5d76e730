import { unit } from "../../options.ts";
import { kept } from "../kept.ts";
import { defineLayer } from "../layer.ts";

export const dropout = defineLayer({
  name: "dropout",
  summary:
    "In training, zeroes each element with probability rate and scales the rest by 1 / (1 − rate); else does nothing.",
  source: "Srivastava et al. 2014; the inverted scaling of Hinton's lecture notes",
  options: { rate: unit(0.5, "the share of elements to zero, typically 0.1 to 0.5") },
  positional: ["rate"],
  forward(x, context, { rate }) {
    if (!context.training || rate === 0) return x;
    return kept(context, x.shape, rate).where(x.mul(1 / (1 - rate)), 0);
  },
});
