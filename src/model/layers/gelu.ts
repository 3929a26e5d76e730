import { oneOf } from "../../options.ts";
import { defineLayer } from "../layer.ts";

export const gelu = defineLayer({
  name: "gelu",
  summary: "x · Φ(x): each number times the probability that a standard normal one is below it.",
  source: "Hendrycks and Gimpel 2016, section 2",
  options: { approximate: oneOf(["none", "tanh"], "none", "whether Φ is exact, or by the paper's formula with tanh") },
  forward(x, _, { approximate }) {
    const squashed =
      approximate === "none"
        ? x.mul(Math.SQRT1_2).erf() // 2Φ(x) − 1 = erf(x / √2)
        : x
            .mul(x.square().mul(0.044715).add(1))
            .mul(Math.sqrt(2 / Math.PI))
            .tanh(); // tanh(√(2/π)(x + 0.044715x³))
    return x.mul(squashed.add(1).mul(0.5));
  },
});
