import { wholePower } from "../../exact-math/whole-power.ts";
import { filled, lerp, zerosLike } from "../../graph/tensor.ts";
import { nonNegative, positive, unit } from "../../options.ts";
import { decayOption, decays } from "../math/weight-decay-option.ts";
import { defineOptimizer } from "../optimizer.ts";

export const scheduleFreeAdamw = defineOptimizer({
  name: "scheduleFreeAdamw",
  summary: "AdamW that averages its weights instead of lowering its rate: it may be stopped at any time.",
  source: "Defazio et al. 2024, arXiv:2405.15682, algorithm 1",
  section: "optimizers",
  formula:
    "y = (1 − β₁)z + β₁x, where the gradient g is taken\nv ← β₂v + (1 − β₂)g², γ = η√(1 − β₂ᵗ)\nz ← z − γg / (√v + ε) − γλy\nx ← (1 − c)x + cz, c = γ² / Σγ²",
  use: "When the length of training is not known in advance. Evaluation and the finished model use x.",
  avoid:
    "Use no schedule except a warmup. Statistics of batch normalization are those of y, not of x. A constraint after the step (maxNorm) does not bind x.",
  example: 'scheduleFreeAdamw({ learningRate: warmup(200, 2.5e-3, { unit: "step" }) })',
  options: {
    learningRate: positive(2.5e-3, "the size of a step of z; larger than Adam's"),
    b1: unit(0.9, "the share of the average in the weights at which gradients are taken"),
    b2: unit(0.999, "the share of the mean square that is kept at each step"),
    eps: positive(1e-8, "added to the root of the mean square"),
    weightDecay: nonNegative(0, "λ: weights shrink by the share γλ at each step"),
    decay: decayOption(),
  },
  evaluated: "average",
  /** The parameter itself is y; z is `base`, x is `average`. */
  init: (param) => ({ base: param, average: param, square: zerosLike(param), weights: filled([], 0) }),
  update({ param, grad, state, step }, { learningRate, b1, b2, eps, weightDecay, decay }) {
    const square = lerp(state.square, grad.square(), 1 - b2); // v ← β₂v + (1 − β₂)g²
    const size = learningRate * Math.sqrt(1 - wholePower(b2, step)); // γ
    const adaptive = grad.div(square.sqrt().add(eps)); // g / (√v + ε)
    const direction = decays(param, decay) ? adaptive.add(param.mul(weightDecay)) : adaptive; // … + λy
    const base = state.base.sub(direction.mul(size)); // z
    const weights = state.weights.add(size ** 2); // Σγ²
    const share = filled([], size ** 2).div(weights.maximum(1e-30)); // c; 0 as long as all rates were 0
    const average = lerp(state.average, base, share); // x
    return { param: lerp(base, average, b1), state: { base, average, square, weights } }; // y
  },
});
