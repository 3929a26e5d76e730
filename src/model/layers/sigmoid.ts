import { defineLayer } from "../layer.ts";

export const sigmoid = defineLayer({
  name: "sigmoid",
  summary: "1 / (1 + e^−x): squashes into (0, 1); its slope is at most 1/4.",
  source: "by definition; Rumelhart, Hinton and Williams 1986",
  options: {},
  forward: (x) => x.sigmoid(),
});
