import { defineScaling, PER, rangeOf } from "../scaling.ts";

export const scaleToUnit = defineScaling({
  name: "scaleToUnit",
  summary:
    "Scales inputs to [0, 1]: the smallest number of the training set becomes 0, the largest 1; of a table those of each column.",
  source: "by definition: (x − min) / (max − min)",
  section: "scaling",
  formula: "x′ = (x − min) / (max − min)",
  use: "Inputs with known bounds, such as pixels from 0 to 255. The background of an image stays 0, so that it changes no weights.",
  avoid:
    "Inputs that are all positive push all weights of a unit in the first layer in the same direction (LeCun et al. 1998, section 4.3), which [−1, 1] avoids. One outlier squeezes all other values together.",
  example: "scaleToUnit()",
  options: { per: PER },
  fit(training) {
    const { low, high, constant } = rangeOf(training);
    return { subtract: low, multiply: constant ? 1 : 1 / (high - low) };
  },
});
