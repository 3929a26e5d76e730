import { alwaysAhead } from "../claims/always-ahead.ts";
import { asGood } from "../claims/as-good.ts";
import type { Chapter } from "./chapter.ts";
import { tex } from "./tex.ts";

const base = { model: "mlp", optimizer: "adam", trainSize: 2000, validationSize: 500, testSize: 1000, epochs: 4 };

export const initialization: Chapter = {
  name: "initialization",
  order: 2,
  formulas: {
    sum: tex`\operatorname{Var}(y) = n\,\operatorname{Var}(w)\,\operatorname{E}(x^2)`,
    normal: tex`N(0, 1)`,
    small: tex`N(0, 1/n)`,
    glorot: tex`\sigma = \sqrt{\frac{2}{n_{\text{in}} + n_{\text{out}}}}`,
    he: tex`\sigma = \sqrt{\frac{2}{n_{\text{in}}}}`,
    n: tex`n`,
    root: tex`\sqrt{n}`,
  },
  main: {
    base: { ...base, hidden: new Array<number>(20).fill(64) },
    a: { init: "gaussian" },
    b: { init: "heNormal" },
    seeds: 1,
    claim: alwaysAhead({ by: 0.4 }),
    plots: ["signals", "histograms", "surface"],
  },
  whenNot: {
    base: { ...base, hidden: [128] },
    a: { init: "glorotNormal" },
    b: { init: "heNormal" },
    seeds: 5,
    claim: asGood({ within: 0.01 }),
    plots: ["signals", "histograms"],
  },
  sources: [
    {
      text: "Glorot & Bengio 2010, Understanding the difficulty of training deep feedforward neural networks",
      url: "https://proceedings.mlr.press/v9/glorot10a.html",
    },
    { text: "He, Zhang, Ren & Sun 2015, arXiv:1502.01852, section 2.2", url: "https://arxiv.org/abs/1502.01852" },
  ],
  tricks: ["heNormal", "glorotNormal", "gaussian", "standardNormal", "lecunNormal", "orthogonal", "lsuv"],
};
