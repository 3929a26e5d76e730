import { defineLayer } from "../layer.ts";

export const relu = defineLayer({
  name: "relu",
  summary: "max(x, 0): passes what is positive.",
  source: "Nair and Hinton 2010",
  options: {},
  forward: (x) => x.relu(),
});
