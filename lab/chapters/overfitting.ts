import { allHold } from "../claims/all-hold.ts";
import { clearlyAhead } from "../claims/clearly-ahead.ts";
import { clearlyBehind } from "../claims/clearly-behind.ts";
import { meanOf } from "../claims/mean-of.ts";
import { noGain } from "../claims/no-gain.ts";
import { riseOf } from "../claims/rise-of.ts";
import type { Chapter, Claim, ClaimNumber, Pair } from "./chapter.ts";
import { tex } from "./tex.ts";

const base = { model: "mlp", hidden: [512], validationSize: 500, testSize: 1000, epochs: 40 };
/** Half of the labels are drawn at random. */
const noisy = { ...base, data: "digits({ labelNoise: 0.5 })", trainSize: 600 };
const decayed = { a: { weightDecay: 0 }, b: { weightDecay: 10 } };
/** The same falls of the rate: A ends as the last of the networks whose answers B averages. */
const averaged = { a: { schedule: "cosineRestarts({ period: 8, factor: 1 })" }, b: { snapshots: 8 } };
const sides = { a: {}, b: { earlyStopping: 3 } };

export const overfitting: Chapter = {
  name: "overfitting",
  order: 5,
  formulas: {
    stop: tex`t^* = \operatorname*{arg\,min}_t L_{\text{val}}(t)`,
    decay: tex`L(w) + \frac{\lambda}{2} \lVert w \rVert^2`,
    lambda: tex`\lambda`,
    mean: tex`\bar{f}(x) = \frac{1}{k} \sum_{i=1}^{k} f_i(x)`,
    loss: tex`L_{\text{val}}(t)`,
  },
  main: {
    base: noisy,
    ...sides,
    seeds: 5,
    claim: risesAndStoppingHelps(),
    plots: ["misread", "signals", "filters", "surface", "pad"],
  },
  whenNot: {
    base: { ...base, trainSize: 200 },
    ...sides,
    seeds: 5,
    claim: noGain({ above: 0.02 }),
    plots: ["misread", "signals"],
  },
  further: {
    weightDecay: {
      base: { ...noisy, optimizer: "adamw" },
      ...decayed,
      seeds: 5,
      claim: clearlyAhead(),
      plots: ["signals", "misread", "filters"],
    },
    weightDecayWhenNot: {
      base: { ...base, optimizer: "adamw", trainSize: 600, epochs: 20 },
      ...decayed,
      seeds: 5,
      claim: clearlyBehind(),
      plots: ["signals", "misread"],
    },
    averaging: {
      base: { ...noisy, hidden: [128], learningRate: 0.003 },
      ...averaged,
      seeds: 5,
      claim: clearlyAhead(),
      plots: ["learningRate", "misread"],
    },
    averagingWhenNot: {
      base: { ...base, hidden: [128], learningRate: 0.003, trainSize: 600 },
      ...averaged,
      seeds: 5,
      claim: noGain({ above: 0.01 }),
      plots: ["learningRate", "misread"],
    },
  },
  sources: [
    { text: "Prechelt 1998, Early Stopping – But When?", url: "https://doi.org/10.1007/3-540-49430-8_3" },
    { text: "Loshchilov & Hutter 2019, arXiv:1711.05101, on weight decay", url: "https://arxiv.org/abs/1711.05101" },
    {
      text: "Huang et al. 2017, arXiv:1704.00109, on averaging what one run came to",
      url: "https://arxiv.org/abs/1704.00109",
    },
    {
      text: "Zhang, Bengio, Hardt, Recht & Vinyals 2017, arXiv:1611.03530, on networks that learn random labels by heart",
      url: "https://arxiv.org/abs/1611.03530",
    },
  ],
  tricks: ["earlyStopping", "weightDecay", "l2", "dropout", "augment", "averageWeights", "ensemble"],
};

/** The validation loss of A ends at least a tenth above its lowest value in each pair, and B reads more. */
function risesAndStoppingHelps(): Claim {
  const ahead = clearlyAhead();
  return {
    ...ahead,
    judge: (pairs, study) => allHold(risen(pairs), ahead.judge(pairs, study)),
    numbers: (pairs, study) => [
      ...ahead.numbers(pairs, study),
      ...known("rise", "a", "number", meanOf(pairs.map(({ a }) => riseOf(a)))),
      ...known("epochs", "b", "count", meanOf(pairs.map(({ b }) => b.stopped?.epoch))),
    ],
  };
}

function risen(pairs: readonly Pair[]) {
  const rises = pairs.map(({ a }) => riseOf(a));
  if (rises.some((rise) => rise !== undefined && rise < 1.1)) return "doesNotHold";
  return rises.length === 0 || rises.includes(undefined) ? "notYet" : "holds";
}

function known(label: string, arm: "a" | "b", as: ClaimNumber["as"], value: number | undefined): ClaimNumber[] {
  return value === undefined ? [] : [{ label, arm, value, as }];
}
