import { defineInitializer, normalValues } from "../initializer.ts";

export const glorotNormal = defineInitializer({
  name: "glorotNormal",
  summary:
    "N(0, √(2 / (n_in + n_out))), the second number being the standard deviation: keeps the variance of signals and of gradients, on average, under tanh.",
  source: "Glorot and Bengio 2010, equation 12",
  section: "initialization",
  formula: "w ~ N(0, σ), σ = √(2 / (n_in + n_out))",
  use: "Layers before tanh, sigmoid or softmax; as good as glorotUniform(), with an occasional larger weight.",
  avoid:
    "Deep ReLU networks: each layer halves the second moment, so the standard deviation falls by 2^−15 over 30 layers of one width. heNormal() keeps it.",
  example: "glorotNormal()",
  options: {},
  draw: (context) => normalValues(context, Math.sqrt(2 / (context.fanIn + context.fanOut))),
});
