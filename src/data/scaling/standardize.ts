import { defineScaling, rangeOf } from "../scaling.ts";

export const standardize = defineScaling({
  name: "standardize",
  summary: "Shifts and scales inputs to mean 0 and standard deviation 1 over the whole training set.",
  source: "by definition: (x − mean) / standard deviation",
  section: "scaling",
  formula: "x′ = (x − μ) / σ\nx′ = x − μ where all numbers are equal, up to rounding",
  use: "Measurements without natural bounds. Initialization schemes (LeCun, Glorot, He) assume inputs of mean 0 and variance 1.",
  avoid:
    "One mean and one standard deviation serve all features: bring columns with different units to one scale beforehand. Values are not bounded, and sparse inputs lose their zeros.",
  example: "standardize()",
  options: {},
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
