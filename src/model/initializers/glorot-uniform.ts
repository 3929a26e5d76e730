import { defineInitializer, uniformValues } from "../initializer.ts";

export const glorotUniform = defineInitializer({
  name: "glorotUniform",
  summary:
    "U[−b, b] with b = √(6 / (n_in + n_out)): keeps the variance of signals and of gradients, on average, under tanh.",
  source: "Glorot and Bengio 2010, equation 16",
  section: "initialization",
  formula: "w ~ U[−b, b], b = √(6 / (n_in + n_out))",
  use: "Layers before tanh, sigmoid or softmax, a compromise between signals forward and gradients backward; the default of dense() and conv2d().",
  avoid:
    "Deep ReLU networks: each layer halves the second moment, so the standard deviation falls by 2^−15 over 30 layers of one width. heUniform() keeps it.",
  example: "glorotUniform()",
  options: {},
  draw: (context) => uniformValues(context, Math.sqrt(6 / (context.fanIn + context.fanOut))),
});
