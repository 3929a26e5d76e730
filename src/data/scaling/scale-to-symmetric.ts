import { defineScaling, rangeOf } from "../scaling.ts";

export const scaleToSymmetric = defineScaling({
  name: "scaleToSymmetric",
  summary: "Scales inputs to [−1, 1]: the least number of the training part becomes −1, the greatest 1.",
  source: "by definition: 2 (x − min) / (max − min) − 1",
  section: "scaling",
  formula: "x′ = 2 (x − min) / (max − min) − 1",
  use: "Inputs of known bounds, such as pixels of 0 to 255: they end around 0, where tanh and sigmoid still have a slope, and their mean pushes the initial weights no way in particular.",
  avoid:
    "One outlier squeezes everything else into a sliver, and one range serves all features: columns of different units, or without bounds, are better standardized one by one.",
  example: "scaleToSymmetric()",
  options: {},
  fit(training) {
    const { low, high, constant } = rangeOf(training);
    return { subtract: (low + high) / 2, multiply: constant ? 1 : 2 / (high - low) };
  },
});
