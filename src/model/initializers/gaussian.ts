import { defineInitializer, normalValues } from "../initializer.ts";

export const gaussian = defineInitializer({
  name: "gaussian",
  summary: "N(0, 1/n_in), the second number being the standard deviation: too small for deep networks, signals fade.",
  source: "the rule of thumb N(0, 1/n)",
  options: {},
  draw: (context) => normalValues(context, 1 / context.fanIn),
});
