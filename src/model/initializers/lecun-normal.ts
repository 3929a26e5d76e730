import { defineInitializer, normalValues } from "../initializer.ts";

export const lecunNormal = defineInitializer({
  name: "lecunNormal",
  summary:
    "N(0, 1/√n_in), the second number being the standard deviation: keeps the variance of signals; for tanh and SELU.",
  source: "LeCun et al. 1998, Efficient BackProp, equation 16",
  section: "initialization",
  formula: "w ~ N(0, σ), σ = 1/√n_in",
  use: "Layers before selu(), which needs it, tanh or no activation: inputs of mean 0 and standard deviation 1 give sums of mean 0 and standard deviation 1.",
  avoid:
    "Deep ReLU networks, where each layer halves the second moment: heNormal(). Gradients keep their size only where n_out = n_in: glorotNormal() balances both.",
  example: "lecunNormal()",
  options: {},
  draw: (context) => normalValues(context, Math.sqrt(1 / context.fanIn)),
});
