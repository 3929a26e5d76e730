import { alwaysAhead } from "../claims/always-ahead.ts";
import { clearlyBehind } from "../claims/clearly-behind.ts";
import type { Chapter } from "./chapter.ts";
import { tex } from "./tex.ts";

const sides = { a: { norm: "none" }, b: { norm: "batch" } };

export const normalization: Chapter = {
  name: "normalization",
  order: 3,
  formulas: {
    normalize: tex`\hat{x} = \frac{x - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}}, \quad y = \gamma \hat{x} + \beta`,
    mean: tex`\mu_B`,
    variance: tex`\sigma_B^2`,
    epsilon: tex`\epsilon`,
    scale: tex`\gamma`,
    shift: tex`\beta`,
  },
  main: {
    base: {
      model: "mlp",
      hidden: [100, 100, 100],
      activation: "sigmoid",
      init: "gaussian",
      optimizer: "sgd",
      learningRate: 0.5,
      trainSize: 3000,
      validationSize: 500,
      testSize: 1000,
      epochs: 4,
    },
    ...sides,
    seeds: 1,
    claim: alwaysAhead({ by: 0.5 }),
    plots: ["signals", "histograms", "surface"],
  },
  whenNot: {
    base: {
      model: "mlp",
      hidden: [64],
      init: "heNormal",
      optimizer: "adam",
      batchSize: 2,
      trainSize: 1000,
      validationSize: 500,
      testSize: 1000,
      epochs: 2,
    },
    ...sides,
    seeds: 5,
    claim: clearlyBehind(),
    plots: ["signals", "misread"],
  },
  sources: [
    { text: "Ioffe & Szegedy 2015, arXiv:1502.03167", url: "https://arxiv.org/abs/1502.03167" },
    {
      text: "Wu & He 2018, Group Normalization, arXiv:1803.08494, on small batches",
      url: "https://arxiv.org/abs/1803.08494",
    },
  ],
  tricks: ["batchNorm", "layerNorm", "rmsNorm", "weightNorm", "groupNorm"],
};
