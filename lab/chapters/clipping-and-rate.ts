import { alwaysAhead } from "../claims/always-ahead.ts";
import { clearlyBehind } from "../claims/clearly-behind.ts";
import { sameRun } from "../claims/same-run.ts";
import { steadier } from "../claims/steadier.ts";
import type { Chapter } from "./chapter.ts";
import { tex } from "./tex.ts";

const base = {
  model: "mlp",
  hidden: [128, 128, 128],
  optimizer: "sgd",
  trainSize: 3000,
  validationSize: 500,
  testSize: 1000,
  epochs: 3,
};

/** One hidden layer, for which a rate of 0.3 is large and 0.05 small. */
const short = { ...base, hidden: [128], trainSize: 2000, epochs: 8 };
const decayed = { a: {}, b: { schedule: "exponential:0.7" } };

export const clippingAndRate: Chapter = {
  name: "clipping-and-rate",
  order: 7,
  formulas: {
    clip: tex`g \leftarrow g \cdot \min\!\left(1, \frac{\theta}{\lVert g \rVert}\right)`,
    decay: tex`\eta_t = \eta_0\, r^{\,t}`,
    norm: tex`\lVert g \rVert`,
    theta: tex`\theta`,
    eta: tex`\eta`,
    start: tex`\eta_0`,
    r: tex`r`,
    t: tex`t`,
    length: tex`\eta\,\theta`,
  },
  main: {
    base: { ...base, learningRate: 1.5 },
    a: {},
    b: { clip: 1 },
    seeds: 5,
    claim: alwaysAhead({ by: 0.4 }),
    plots: ["signals", "learningRate", "surface"],
  },
  whenNot: {
    base: { ...base, learningRate: 0.1 },
    a: {},
    b: { clip: 10 },
    seeds: 1,
    claim: sameRun(),
    plots: ["signals", "learningRate"],
  },
  further: {
    decay: {
      base: { ...short, learningRate: 0.3 },
      ...decayed,
      seeds: 5,
      claim: steadier({ share: 1 / 3 }),
      plots: ["learningRate", "signals"],
    },
    decayTooSoon: {
      base: { ...short, learningRate: 0.05 },
      ...decayed,
      seeds: 5,
      claim: clearlyBehind(),
      plots: ["learningRate", "signals"],
    },
  },
  sources: [
    {
      text: "Pascanu, Mikolov & Bengio 2013, On the difficulty of training recurrent neural networks",
      url: "https://proceedings.mlr.press/v28/pascanu13.html",
    },
    {
      text: "Robbins & Monro 1951, on rates that decrease",
      url: "https://doi.org/10.1214/aoms/1177729586",
    },
  ],
  tricks: ["clipByGlobalNorm", "clipByValue", "exponentialDecay", "stepDecay", "cosineDecay", "warmup", "oneCycle"],
};
