import { defineLayer } from "../layer.ts";

export const sigmoid = defineLayer({
  name: "sigmoid",
  summary: "1 / (1 + e^−x): squashes into (0, 1); its slope is at most 1/4.",
  source: "by definition; Rumelhart, Hinton and Williams 1986",
  section: "layers",
  formula: "y = 1 / (1 + e^−x)",
  use: "Gates and attention weights, and to read a probability off a logit.",
  avoid:
    "Between layers: the slope is at most 1/4, so that 10 layers shrink gradients a million-fold, and its outputs are all positive. Not before binaryCrossEntropy(), which takes logits.",
  example: "sigmoid()",
  options: {},
  forward: (x) => x.sigmoid(),
});
