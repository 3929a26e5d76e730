import { lerp, zerosLike } from "../../graph/tensor.ts";
import { nonNegative, positive, unit } from "../../options.ts";
import { decayOption, decays } from "../math/weight-decay-option.ts";
import { defineOptimizer } from "../optimizer.ts";

export const lion = defineOptimizer({
  name: "lion",
  summary: "Sign of an interpolated momentum: every coordinate moves by the same amount.",
  source: "Chen et al. 2023, arXiv:2302.06675, algorithm 2",
  section: "optimizers",
  formula: "c = β₁m + (1 − β₁)g\nw ← w − η(sign(c) + λw)\nm ← β₂m + (1 − β₂)g",
  use: "Large models and large batches, with half the memory of Adam for its state. Take a rate 3 to 10 times smaller than for Adam, and a decay as many times larger.",
  avoid:
    "Small batches: the sign makes noise as large as signal. Every coordinate moves by η at each step, so it never settles unless the rate decays.",
  example: "lion({ learningRate: 1e-4, weightDecay: 0.1 })",
  options: {
    learningRate: positive(1e-4, "how far every coordinate moves"),
    b1: unit(0.9, "the share of the momentum in the direction of a step"),
    b2: unit(0.99, "the share of the momentum that is kept at each step"),
    weightDecay: nonNegative(0, "λ: weights shrink by the share ηλ at each step"),
    decay: decayOption(),
  },
  init: (param) => ({ momentum: zerosLike(param) }),
  update({ param, grad, state }, { learningRate, b1, b2, weightDecay, decay }) {
    const direction = lerp(state.momentum, grad, 1 - b1).sign(); // sign(β₁m + (1 − β₁)g)
    const step = decays(param, decay) ? direction.add(param.mul(weightDecay)) : direction;
    return {
      param: param.sub(step.mul(learningRate)), // w ← w − η(direction + λw)
      state: { momentum: lerp(state.momentum, grad, 1 - b2) }, // m ← β₂m + (1 − β₂)g
    };
  },
});
