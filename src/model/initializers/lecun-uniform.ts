import { defineInitializer, uniformValues } from "../initializer.ts";

export const lecunUniform = defineInitializer({
  name: "lecunUniform",
  summary: "U[−b, b] with b = √(3 / n_in): keeps the variance of signals; for tanh and SELU.",
  source: "LeCun et al. 1998, Efficient BackProp, equation 16",
  section: "initialization",
  formula: "w ~ U[−b, b], b = √(3 / n_in)",
  use: "Layers before selu(), tanh or no activation, like lecunNormal(), with bounded weights.",
  avoid:
    "Deep ReLU networks: heUniform(). U[−1/√n, 1/√n], which older texts recommend, has a third of this variance, and signals fade (Glorot and Bengio 2010).",
  example: "lecunUniform()",
  options: {},
  draw: (context) => uniformValues(context, Math.sqrt(3 / context.fanIn)),
});
