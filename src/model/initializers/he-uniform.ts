import { defineInitializer, uniformValues } from "../initializer.ts";

export const heUniform = defineInitializer({
  name: "heUniform",
  summary: "U[−b, b] with b = √(6 / n_in): keeps the size of signals under ReLU.",
  source: "He et al. 2015, equation 10",
  section: "initialization",
  formula: "w ~ U[−b, b], b = √(6 / n_in)",
  use: "Layers before ReLU and its variants: the same variance as heNormal(), and no weight beyond 1.7 standard deviations.",
  avoid:
    "Layers before tanh or no activation, whose signals grow √2-fold at each layer. Before a normalization the scale hardly matters.",
  example: "heUniform()",
  options: {},
  draw: (context) => uniformValues(context, Math.sqrt(6 / context.fanIn)),
});
