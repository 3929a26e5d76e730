import { defineInitializer, normalValues } from "../initializer.ts";

export const standardNormal = defineInitializer({
  name: "standardNormal",
  summary: "N(0, 1): too large, the standard deviation of signals grows √n_in-fold at every layer. Here to show it.",
  source: "by definition",
  options: {},
  draw: (context) => normalValues(context, 1),
});
