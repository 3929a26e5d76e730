import { alwaysAhead } from "../claims/always-ahead.ts";
import { asGood } from "../claims/as-good.ts";
import type { Chapter } from "./chapter.ts";
import { tex } from "./tex.ts";

const base = {
  model: "mlp",
  hidden: [128],
  optimizer: "sgd",
  learningRate: 0.05,
  trainSize: 3000,
  validationSize: 500,
  testSize: 1000,
  epochs: 3,
};
const sides = { a: { scaling: "none" }, b: { scaling: "standardize" } };

export const valuesInRange: Chapter = {
  name: "values-in-range",
  order: 1,
  formulas: {
    standardize: tex`\tilde{x} = \frac{x - \mu}{\sigma}`,
    gradient: tex`\frac{\partial L}{\partial w_{ij}} = \delta_j\, x_i`,
    unit: tex`x / 255`,
  },
  main: {
    base,
    ...sides,
    seeds: 1,
    claim: alwaysAhead({ by: 0.5 }),
    plots: ["signals", "histograms", "filters", "misread"],
  },
  whenNot: {
    base: { ...base, norm: "batch" },
    ...sides,
    seeds: 5,
    claim: asGood({ within: 0.01 }),
    plots: ["signals", "histograms"],
  },
  sources: [
    {
      text: "LeCun, Bottou, Orr & Müller 1998, Efficient BackProp, section 4.3",
      url: "https://doi.org/10.1007/3-540-49430-8_2",
    },
  ],
  tricks: ["standardize", "scaleToUnit", "scaleToSymmetric", "batchNorm"],
};
