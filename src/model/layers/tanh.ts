import { defineLayer } from "../layer.ts";

export const tanh = defineLayer({
  name: "tanh",
  summary: "Squashes into (−1, 1), around 0; its slope fades for numbers far from 0.",
  source: "by definition; LeCun et al. 1998, Efficient BackProp, section 4.4",
  section: "layers",
  formula: "y = (eˣ − e^−x) / (eˣ + e^−x)",
  use: "Small networks, and outputs in (−1, 1). Around 0, unlike the sigmoid, and of slope 1 there; with glorotUniform().",
  avoid:
    "Deep networks: the slope is 0.42 at 1, 0.07 at 2 and 0.01 at 3, so that raw or badly scaled signals saturate it, and gradients vanish.",
  example: "tanh()",
  options: {},
  forward: (x) => x.tanh(),
});
