import { clearlyAhead } from "../claims/clearly-ahead.ts";
import { clearlyBehind } from "../claims/clearly-behind.ts";
import type { Chapter } from "./chapter.ts";
import { tex } from "./tex.ts";

const sides = { a: { dropout: 0 }, b: { dropout: 0.5 } };

export const dropout: Chapter = {
  name: "dropout",
  order: 4,
  formulas: {
    mask: tex`y_i = \frac{m_i}{1 - p}\, x_i, \qquad m_i \sim \operatorname{Bernoulli}(1 - p)`,
    p: tex`p`,
    factor: tex`\frac{1}{1 - p}`,
    networks: tex`2^{512}`,
  },
  main: {
    base: {
      data: "digits({ labelNoise: 0.3 })",
      model: "mlp",
      hidden: [512],
      trainSize: 600,
      validationSize: 500,
      testSize: 1000,
      epochs: 40,
    },
    ...sides,
    seeds: 5,
    claim: clearlyAhead(),
    plots: ["misread", "signals", "filters", "surface", "pad"],
  },
  whenNot: {
    base: { model: "mlp", hidden: [16], trainSize: 3000, validationSize: 500, testSize: 1000, epochs: 5 },
    ...sides,
    seeds: 5,
    claim: clearlyBehind(),
    plots: ["signals", "misread"],
  },
  sources: [
    {
      text: "Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov 2014",
      url: "https://jmlr.org/papers/v15/srivastava14a.html",
    },
    { text: "Hinton et al. 2012, arXiv:1207.0580", url: "https://arxiv.org/abs/1207.0580" },
  ],
  tricks: ["dropout", "spatialDropout", "gaussianDropout", "alphaDropout", "ensemble"],
};
