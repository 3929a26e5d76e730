import { defineInitializer, normalValues } from "../initializer.ts";

export const heNormal = defineInitializer({
  name: "heNormal",
  summary: "N(0, √(2 / n_in)), the second number being the standard deviation: keeps the size of signals under ReLU.",
  source: "He et al. 2015, equation 10",
  section: "initialization",
  formula: "w ~ N(0, σ), σ = √(2 / n_in)",
  use: "Layers before ReLU and its variants: the 2 makes up for the half that ReLU cuts off. A network of 30 layers trains with it, and does not with glorotNormal().",
  avoid:
    "Layers before tanh or no activation, whose signals grow √2-fold at each layer. Before a normalization the scale hardly matters.",
  example: "heNormal()",
  options: {},
  draw: (context) => normalValues(context, Math.sqrt(2 / context.fanIn)),
});
