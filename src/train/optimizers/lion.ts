import { lerp, zerosLike } from "../../graph/tensor.ts";
import { nonNegative, positive, unit } from "../../options.ts";
import { decayOption, decays } from "../decay.ts";
import { defineOptimizer } from "../optimizer.ts";

export const lion = defineOptimizer({
  name: "lion",
  summary: "Sign of an interpolated momentum: every coordinate moves by the same amount.",
  source: "Chen et al. 2023, arXiv:2302.06675, algorithm 2",
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
