import { defineScaling, PER, rangeOf } from "../scaling.ts";

export const scaleToSymmetric = defineScaling({
  name: "scaleToSymmetric",
  summary:
    "Scales inputs to [−1, 1]: the smallest number of the training set becomes −1, the largest 1; of a table those of each column.",
  source: "by definition: 2 (x − min) / (max − min) − 1",
  section: "scaling",
  formula: "x′ = 2 (x − min) / (max − min) − 1",
  use: "Inputs with known bounds, such as pixels from 0 to 255: scaled, they lie around 0, where tanh and sigmoid have a slope, and their mean does not push all weights in one direction.",
  avoid: "Inputs without bounds: one outlier squeezes all other values together. Take standardize().",
  example: "scaleToSymmetric()",
  options: { per: PER },
  fit(training) {
    const { low, high, constant } = rangeOf(training);
    return { subtract: (low + high) / 2, multiply: constant ? 1 : 2 / (high - low) };
  },
});
