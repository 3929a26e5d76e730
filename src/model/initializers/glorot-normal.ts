import { defineInitializer, normalValues } from "../initializer.ts";

export const glorotNormal = defineInitializer({
  name: "glorotNormal",
  summary:
    "N(0, √(2 / (n_in + n_out))), the second number being the standard deviation: keeps the variance of signals and of gradients, on average, under tanh.",
  source: "Glorot and Bengio 2010, equation 12",
  options: {},
  draw: (context) => normalValues(context, Math.sqrt(2 / (context.fanIn + context.fanOut))),
});
