import { defineLayer } from "../layer.ts";

export const softmax = defineLayer({
  name: "softmax",
  summary: "eˣ / Σ eˣ over the last axis: probabilities. Not before crossEntropy(), which takes logits.",
  source: "by definition; Bridle 1990",
  options: {},
  forward: (x) => x.softmax(),
});
