import { positive } from "../../options.ts";
import { defineLayer } from "../layer.ts";

export const elu = defineLayer({
  name: "elu",
  summary: "x where it is positive, else α(eˣ − 1): smooth at 0, and never below −α.",
  source: "Clevert, Unterthiner and Hochreiter 2016, equation 15",
  section: "layers",
  formula: "y = x if x ≥ 0, else α(eˣ − 1)",
  use: "Instead of ReLU in networks without normalization: its negative values bring the mean of activations close to 0, and no unit dies.",
  avoid: "An exponential makes it more expensive than ReLU, and with batch normalization most of the gain vanishes.",
  example: "elu({ alpha: 1 })",
  options: { alpha: positive(1, "the limit far to the left is −alpha") },
  forward(x, _, { alpha }) {
    const curved = x.minimum(0).expm1().mul(alpha); // α(eˣ − 1), of min(x, 0) so nothing overflows
    return x.less(0).where(curved, x);
  },
});
