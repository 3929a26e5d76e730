import { defineInitializer, uniformValues } from "../initializer.ts";

export const glorotUniform = defineInitializer({
  name: "glorotUniform",
  summary:
    "U[−b, b] with b = √(6 / (n_in + n_out)): keeps the variance of signals and of gradients, on average, under tanh.",
  source: "Glorot and Bengio 2010, equation 16",
  options: {},
  draw: (context) => uniformValues(context, Math.sqrt(6 / (context.fanIn + context.fanOut))),
});
