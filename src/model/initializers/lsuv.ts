import { count, positive } from "../../options.ts";
import { defineInitializer } from "../initializer.ts";
import { orthogonal } from "./orthogonal.ts";

export const lsuv = defineInitializer({
  name: "lsuv",
  summary: "Orthonormal weights, scaled layer by layer before training so that each layer's outputs have variance 1.",
  source: "Mishkin and Matas 2016, algorithm 1",
  section: "initialization",
  formula: "w ← orthonormal\nw ← w / √Var(output on a batch), for each layer in order",
  use: "Deep networks without normalization, with any activation: the data determine how large the weights are.",
  avoid: "Layers followed by batchNorm(), which does the same at every step; first samples that are unlike the rest.",
  example: "lsuv()",
  options: {
    tolerance: positive(0.01, "largest distance of a layer's variance from 1; 0.1 in the paper"),
    samples: count(128, "number of training samples over which the variance is taken; all, if there are fewer"),
  },
  draw: (context) => orthogonal().draw(context),
  unitVariance: (values) => values,
});
