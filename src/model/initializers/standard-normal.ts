import { defineInitializer, normalValues } from "../initializer.ts";

export const standardNormal = defineInitializer({
  name: "standardNormal",
  summary: "N(0, 1): too large, the standard deviation of signals grows √n_in-fold at every layer. For demonstration.",
  source: "by definition",
  section: "initialization",
  formula: "w ~ N(0, 1)",
  use: "To see signals explode: evenkeel compare initialization.",
  avoid:
    "Everywhere else. A sum over n inputs of variance 1 has variance n, so its standard deviation is √n, not n: 28 at 784 inputs, where neither tanh nor sigmoid has a slope.",
  example: "standardNormal()",
  options: {},
  draw: (context) => normalValues(context, 1),
});
