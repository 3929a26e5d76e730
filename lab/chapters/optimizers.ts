import { alwaysAhead } from "../claims/always-ahead.ts";
import { asGood } from "../claims/as-good.ts";
import type { Chapter } from "./chapter.ts";
import { tex } from "./tex.ts";

const base = { model: "mlp", hidden: [128], trainSize: 3000, validationSize: 500, testSize: 1000, epochs: 3 };

export const optimizers: Chapter = {
  name: "optimizers",
  order: 6,
  formulas: {
    sgd: tex`w \leftarrow w - \eta\, g`,
    momentum: tex`v \leftarrow \gamma v - \eta\, g, \qquad w \leftarrow w + v`,
    steady: tex`\frac{\eta}{1 - \gamma}`,
    normalized: tex`w \leftarrow w - \eta\, \frac{g}{\lVert g \rVert}`,
    adam: tex`w \leftarrow w - \eta\, \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}`,
    g: tex`g`,
    eta: tex`\eta`,
    gamma: tex`\gamma`,
    v: tex`v`,
    m: tex`\hat{m}`,
    second: tex`\hat{v}`,
    w: tex`w`,
  },
  main: {
    base: { ...base, learningRate: 0.02 },
    a: { optimizer: "sgd" },
    b: { optimizer: "momentum" },
    seeds: 5,
    claim: alwaysAhead({ by: 0.05 }),
    plots: ["path", "signals", "surface"],
  },
  whenNot: {
    base,
    a: { optimizer: "sgd", learningRate: 0.2 },
    b: { optimizer: "momentum", learningRate: 0.02 },
    seeds: 5,
    claim: asGood({ within: 0.03 }),
    plots: ["path", "signals"],
  },
  further: {
    adam: {
      base: { ...base, hidden: [100, 100, 100], activation: "sigmoid", epochs: 4 },
      a: { optimizer: "sgd", learningRate: 1 },
      b: { optimizer: "adam", learningRate: 0.01 },
      seeds: 5,
      claim: alwaysAhead({ by: 0.3 }),
      plots: ["signals", "histograms"],
    },
    adamWhenNot: {
      base,
      a: { optimizer: "sgd", learningRate: 0.2 },
      b: { optimizer: "adam" },
      seeds: 5,
      claim: asGood({ within: 0.03 }),
      plots: ["signals", "path"],
    },
  },
  sources: [
    { text: "Polyak 1964", url: "https://doi.org/10.1016/0041-5553(64)90137-5" },
    {
      text: "Sutskever, Martens, Dahl & Hinton 2013, On the importance of initialization and momentum in deep learning",
      url: "https://proceedings.mlr.press/v28/sutskever13.html",
    },
    { text: "Kingma & Ba 2015, Adam, arXiv:1412.6980", url: "https://arxiv.org/abs/1412.6980" },
  ],
  tricks: ["momentum", "sgd", "normalizedSgd", "adagrad", "rmsprop", "adam", "adamw"],
};
