import { defineLayer } from "../layer.ts";

export const tanh = defineLayer({
  name: "tanh",
  summary: "Squashes into (−1, 1), around 0; its slope fades for numbers far from 0.",
  source: "by definition; LeCun et al. 1998, Efficient BackProp, section 4.4",
  options: {},
  forward: (x) => x.tanh(),
});
