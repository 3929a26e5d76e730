import { defineScaling, PER, rangeOf } from "../scaling.ts";

export const standardize = defineScaling({
  name: "standardize",
  summary:
    "Shifts and scales inputs to mean 0 and standard deviation 1 over the training set: each column of a table by itself, all pixels of images together.",
  source: "by definition: (x − mean) / standard deviation",
  section: "scaling",
  formula: "x′ = (x − μ) / σ\nx′ = x − μ where all numbers of a feature are equal, up to rounding",
  use: "Measurements without natural bounds. Initialization schemes (LeCun, Glorot, He) assume inputs of mean 0 and variance 1.",
  avoid:
    'Values are not bounded: an outlier stays far out. Sparse inputs lose their zeros. Pixels by feature: those at the border, which hardly vary, become as large as the others; take per: "channel" or "all".',
  example: "standardize()",
  options: { per: PER },
  fit(training) {
    const { low, constant } = rangeOf(training);
    if (constant) return { subtract: low, multiply: 1 };
    let [sum, squares] = [0, 0];
    for (const x of training) sum += x - low; // small numbers, which lose few digits
    const mean = low + sum / training.length;
    for (const x of training) squares += (x - mean) ** 2;
    return { subtract: mean, multiply: 1 / Math.sqrt(squares / training.length) };
  },
});
