import { defineScaling, rangeOf } from "../scaling.ts";

export const scaleToSymmetric = defineScaling({
  name: "scaleToSymmetric",
  summary: "Scales inputs to [−1, 1]: the least number of the training part becomes −1, the greatest 1.",
  source: "by definition: 2 (x − min) / (max − min) − 1",
  options: {},
  fit(training) {
    const { low, high } = rangeOf(training);
    return { subtract: (low + high) / 2, multiply: high > low ? 2 / (high - low) : 1 };
  },
});
