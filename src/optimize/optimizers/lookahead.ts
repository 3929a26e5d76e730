import { mapTensors } from "../../graph/map-tensors.ts";
import { filled, lerp } from "../../graph/tensor.ts";
import { count, fixed, unit } from "../../options.ts";
import { optimizerOption } from "../compose/optimizer-option.ts";
import { defineWrapper } from "../compose/wrapper.ts";
import { varying } from "../values-at.ts";

export const lookahead = defineWrapper({
  name: "lookahead",
  summary:
    "Lets an optimizer run k steps ahead, moves slow weights a fraction α of the way, and restarts it from there.",
  source: "Zhang et al. 2019, arXiv:1907.08610, algorithm 1",
  section: "optimizers",
  formula: "k steps of the optimizer from φ to θ\nφ ← φ + α(θ − φ), θ ← φ",
  use: "To steady an optimizer at a high learning rate. Evaluation and the finished model use the slow weights φ.",
  avoid: "The optimizer's own momentum is kept across restarts. Slow weights lag behind by up to k steps.",
  example: "lookahead(adam({ learningRate: 1e-3 }), { k: 5, alpha: 0.5 })",
  options: {
    optimizer: optimizerOption("what runs ahead"),
    k: fixed(count(5, "steps ahead")),
    alpha: unit(0.5, "the fraction of the way that the slow weights move"),
  },
  positional: ["optimizer"],
  evaluated: "slow",
  init: (params) => ({ slow: params }),
  update({ state, step }, { k, alpha }, inner, at) {
    const due = filled([], varying(step % k === 0 ? 1 : 0, at));
    const fast = inner.step().params; // θ
    const slow = mapTensors(fast, (weight, name) => {
      const before = state.slow[name];
      return due.where(lerp(before, weight, alpha), before); // φ
    });
    return { params: mapTensors(fast, (weight, name) => due.where(slow[name], weight)), state: { slow } };
  },
});
