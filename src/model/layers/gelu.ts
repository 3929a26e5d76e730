import type { Tensor } from "../../graph/tensor.ts";
import { oneOf } from "../../options.ts";
import { gated } from "../blocks/gated.ts";
import { defineLayer } from "../layer.ts";

export const gelu = defineLayer({
  name: "gelu",
  summary: "x · Φ(x): each number times the probability that a standard normal variable is below it.",
  source: "Hendrycks and Gimpel 2016, section 2",
  section: "layers",
  formula: "y = x · Φ(x) ≈ ½x(1 + tanh(√(2/π)(x + 0.044715x³)))",
  use: "Transformers and other networks with layer normalization; a smooth ReLU that passes small negative numbers.",
  avoid:
    "Small convolutional networks, where it costs more than ReLU and rarely helps. Use weights with the form they were trained with: the two differ by up to 0.0005.",
  example: "gelu()",
  options: { approximate: oneOf(["none", "tanh"], "none", "whether Φ is exact, or by the paper's formula with tanh") },
  forward: (x, _, { approximate }) => gated(x, (x) => (approximate === "none" ? erfOf(x) : tanhOf(x)).add(1).mul(0.5)), // Φ(x)
});

/** 2Φ(x) − 1 = erf(x / √2) */
function erfOf(x: Tensor): Tensor {
  return x.mul(Math.SQRT1_2).erf();
}

/** tanh(√(2/π)(x + 0.044715x³)) */
function tanhOf(x: Tensor): Tensor {
  return x
    .mul(x.square().mul(0.044715).add(1))
    .mul(Math.sqrt(2 / Math.PI))
    .tanh();
}
