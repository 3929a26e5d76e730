import { defineLayer } from "../layer.ts";

export const softplus = defineLayer({
  name: "softplus",
  summary: "log(1 + eˣ): a smooth ReLU that is always positive.",
  source: "Dugas et al. 2001",
  section: "layers",
  formula: "y = log(1 + eˣ)",
  use: "For outputs that must be positive, such as a standard deviation or a rate.",
  avoid:
    "Between layers: it is never 0, its mean is far from 0, and ReLU does better (Glorot, Bordes and Bengio 2011).",
  example: "softplus()",
  options: {},
  forward: (x) => x.softplus(),
});
