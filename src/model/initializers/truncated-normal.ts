import { sizeOf } from "../../graph/shape.ts";
import { formerly, positive } from "../../options.ts";
import { defineInitializer } from "../initializer.ts";

export const truncatedNormal = defineInitializer({
  name: "truncatedNormal",
  summary: "N(0, std) without outliers: numbers beyond two standard deviations are drawn again.",
  source: "by definition; the default std is that of Keras, TruncatedNormal",
  section: "initialization",
  formula: "w ~ N(0, σ), drawn again while |w| > 2σ",
  use: "Embeddings and transformers (σ = 0.02), and to repeat results of Keras.",
  avoid:
    "The standard deviation does not depend on the size of the layer: for kernels that must keep signals in range use heNormal() or glorotNormal(). After the cut it is 0.88σ.",
  example: "truncatedNormal(0.02)",
  options: {
    std: formerly(
      "deviation",
      positive(0.05, "the standard deviation before the tails are cut; afterwards it is 0.88 times as large"),
    ),
  },
  positional: ["std"],
  draw({ shape, random }, { std }) {
    const withinTwo = (): number => {
      for (;;) {
        const z = random.normal();
        if (Math.abs(z) <= 2) return z;
      }
    };
    return Float32Array.from({ length: sizeOf(shape) }, () => std * withinTwo());
  },
});
