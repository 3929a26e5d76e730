import { defineInitializer, uniformValues } from "../initializer.ts";

export const lecunUniform = defineInitializer({
  name: "lecunUniform",
  summary: "U[−b, b] with b = √(3 / n_in): keeps the variance of signals; for tanh and SELU.",
  source: "LeCun et al. 1998, Efficient BackProp, equation 16",
  options: {},
  draw: (context) => uniformValues(context, Math.sqrt(3 / context.fanIn)),
});
