import { defineScaling, rangeOf } from "../scaling.ts";

export const scaleToUnit = defineScaling({
  name: "scaleToUnit",
  summary: "Scales inputs to [0, 1]: the least number of the training part becomes 0, the greatest 1.",
  source: "by definition: (x − min) / (max − min)",
  options: {},
  fit(training) {
    const { low, high } = rangeOf(training);
    return { subtract: low, multiply: high > low ? 1 / (high - low) : 1 };
  },
});
