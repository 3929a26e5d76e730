import { defineLayer } from "../layer.ts";

export const relu = defineLayer({
  name: "relu",
  summary: "max(x, 0): passes positive numbers, and gives 0 for the others.",
  source: "Nair and Hinton 2010",
  section: "layers",
  formula: "y = max(x, 0)",
  use: "The first choice between layers: slope 1 wherever it is active, so gradients do not shrink as under sigmoid and tanh. With heNormal().",
  avoid:
    "The last layer. A unit that is negative on every sample is dead and gets no gradient: a learning rate that is too high or a very negative bias makes many of them; leakyRelu(), elu() and batchNorm() help.",
  example: "relu()",
  options: {},
  forward: (x) => x.relu(),
});
