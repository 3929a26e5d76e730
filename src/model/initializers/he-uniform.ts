import { defineInitializer, uniformValues } from "../initializer.ts";

export const heUniform = defineInitializer({
  name: "heUniform",
  summary: "U[−b, b] with b = √(6 / n_in): keeps the size of signals under ReLU.",
  source: "He et al. 2015, equation 10",
  options: {},
  draw: (context) => uniformValues(context, Math.sqrt(6 / context.fanIn)),
});
