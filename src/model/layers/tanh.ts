import { defineLayer } from "../layer.ts";

export const tanh = defineLayer({
  name: "tanh",
  summary: "Squashes into (−1, 1), centered at 0; its slope vanishes for numbers far from 0.",
  source: "by definition; LeCun et al. 1998, Efficient BackProp, section 4.4",
  section: "layers",
  formula: "y = (eˣ − e^−x) / (eˣ + e^−x)",
  use: "Small networks, and outputs in (−1, 1). Unlike the sigmoid it is centered at 0, with slope 1 there. With glorotUniform().",
  avoid:
    "Deep networks: the slope is 0.42 at 1, 0.07 at 2 and 0.01 at 3, so raw or badly scaled signals saturate it, and gradients vanish.",
  example: "tanh()",
  options: {},
  forward: (x) => x.tanh(),
});
