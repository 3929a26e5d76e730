import { defineLayer } from "../layer.ts";

export const relu = defineLayer({
  name: "relu",
  summary: "max(x, 0): passes what is positive.",
  source: "Nair and Hinton 2010",
  section: "layers",
  formula: "y = max(x, 0)",
  use: "The first choice between layers: slope 1 wherever it is active, so that gradients do not shrink as under sigmoid and tanh. With heNormal().",
  avoid:
    "A unit that is negative on every sample is dead and gets no gradient: too high a rate or too negative a bias makes many of them; leakyRelu(), elu() and batchNorm() help. Not after the last layer.",
  example: "relu()",
  options: {},
  forward: (x) => x.relu(),
});
