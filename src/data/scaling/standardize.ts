import { defineScaling, rangeOf } from "../scaling.ts";

export const standardize = defineScaling({
  name: "standardize",
  summary: "Shifts and scales inputs to mean 0 and standard deviation 1 over the whole training part.",
  source: "by definition: (x − mean) / deviation",
  section: "scaling",
  formula: "x′ = (x − μ) / σ\nx′ = x − μ where all numbers are one, but for rounding",
  use: "Measurements without natural bounds. Mean 0 and variance 1 are what the laws of initial weights (LeCun, Glorot, He) assume of their inputs.",
  avoid:
    "One mean and one deviation serve all features: bring columns of different units to one scale beforehand. Values are not bounded, and of sparse inputs the zeros are lost.",
  example: "standardize()",
  options: {},
  fit(training) {
    const { low, constant } = rangeOf(training);
    if (constant) return { subtract: low, multiply: 1 };
    let [sum, squares] = [0, 0];
    for (const x of training) sum += x - low; // small numbers, of which few digits are lost
    const mean = low + sum / training.length;
    for (const x of training) squares += (x - mean) ** 2;
    return { subtract: mean, multiply: 1 / Math.sqrt(squares / training.length) };
  },
});
