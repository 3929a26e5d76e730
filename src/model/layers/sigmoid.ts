import { defineLayer } from "../layer.ts";

export const sigmoid = defineLayer({
  name: "sigmoid",
  summary: "1 / (1 + e^−x): squashes into (0, 1); its slope is at most 1/4.",
  source: "by definition; Rumelhart, Hinton and Williams 1986",
  section: "layers",
  formula: "y = 1 / (1 + e^−x)",
  use: "Gates and attention weights, and to turn a logit into a probability.",
  avoid:
    "Between layers: the slope is at most 1/4, so 10 layers shrink gradients a million-fold, and all outputs are positive. Not before binaryCrossEntropy(), which takes logits.",
  example: "sigmoid()",
  options: {},
  forward: (x) => x.sigmoid(),
});
