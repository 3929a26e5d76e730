import { defineInitializer, normalValues } from "../initializer.ts";

export const heNormal = defineInitializer({
  name: "heNormal",
  summary: "N(0, √(2 / n_in)), the second number being the standard deviation: keeps the size of signals under ReLU.",
  source: "He et al. 2015, equation 10",
  options: {},
  draw: (context) => normalValues(context, Math.sqrt(2 / context.fanIn)),
});
