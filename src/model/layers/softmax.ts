import { defineLayer } from "../layer.ts";

export const softmax = defineLayer({
  name: "softmax",
  summary: "eˣ / Σ eˣ over the last axis: probabilities. Not before crossEntropy(), which takes logits.",
  source: "by definition; Bridle 1990",
  section: "layers",
  formula: "yᵢ = e^xᵢ / Σⱼ e^xⱼ",
  use: "To turn logits into probabilities, and for attention weights.",
  avoid:
    "As the last layer under crossEntropy(), which takes logits: softmax twice flattens the gradients, and training crawls. predict() returns probabilities anyway.",
  example: "softmax()",
  options: {},
  forward: (x) => x.softmax(),
});
