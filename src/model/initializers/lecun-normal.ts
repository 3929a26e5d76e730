import { defineInitializer, normalValues } from "../initializer.ts";

export const lecunNormal = defineInitializer({
  name: "lecunNormal",
  summary:
    "N(0, 1/√n_in), the second number being the standard deviation: keeps the variance of signals; for tanh and SELU.",
  source: "LeCun et al. 1998, Efficient BackProp, equation 16",
  options: {},
  draw: (context) => normalValues(context, Math.sqrt(1 / context.fanIn)),
});
