import { defineScaling, rangeOf } from "../scaling.ts";

export const scaleToUnit = defineScaling({
  name: "scaleToUnit",
  summary: "Scales inputs to [0, 1]: the least number of the training part becomes 0, the greatest 1.",
  source: "by definition: (x − min) / (max − min)",
  section: "scaling",
  formula: "x′ = (x − min) / (max − min)",
  use: "Inputs of known bounds, such as pixels of 0 to 255. The background of an image stays 0, so that no weight of it is moved.",
  avoid:
    "Inputs that are all positive push all weights of a first unit the same way (LeCun et al. 1998, section 4.3), which [−1, 1] avoids. One outlier squeezes everything else into a sliver.",
  example: "scaleToUnit()",
  options: {},
  fit(training) {
    const { low, high, constant } = rangeOf(training);
    return { subtract: low, multiply: constant ? 1 : 1 / (high - low) };
  },
});
