import { wholePower } from "../../exact-math/whole-power.ts";
import { lerp, zerosLike } from "../../graph/tensor.ts";
import { nonNegative, positive, unit } from "../../options.ts";
import { normOf } from "../math/norms.ts";
import { decayOption, decays } from "../math/weight-decay-option.ts";
import { defineOptimizer } from "../optimizer.ts";

export const lamb = defineOptimizer({
  name: "lamb",
  summary: "AdamW whose step is, in each parameter tensor, as long as the tensor itself times the learning rate.",
  source: "You et al. 2020, arXiv:1904.00962, algorithm 2, with φ the identity",
  section: "optimizers",
  formula:
    "m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g²\nr = m̂ / (√v̂ + ε), m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)\nw ← w − η · ‖w‖ / ‖r + λw‖ · (r + λw)",
  use: "For very large batches: layers of different scale keep their relative pace at high learning rates.",
  avoid:
    "As in the authors' code, what does not decay (biases, scales and shifts) takes plain steps of Adam, unless decay is all. Small batches do not need it.",
  example: "lamb({ learningRate: 2e-3, weightDecay: 0.01 })",
  options: {
    learningRate: positive(2e-3, "the length of a step as a share of the norm of each parameter tensor"),
    b1: unit(0.9, "the share of the mean gradient that is kept at each step"),
    b2: unit(0.999, "the share of the mean square that is kept at each step"),
    eps: positive(1e-6, "added to the root of the mean square"),
    weightDecay: nonNegative(0.01, "λ: how much of the weights is in the direction of a step"),
    decay: decayOption("which parameters shrink, and step by their own length"),
  },
  init: (param) => ({ mean: zerosLike(param), square: zerosLike(param) }),
  update({ param, grad, state, step }, { learningRate, b1, b2, eps, weightDecay, decay }) {
    const mean = lerp(state.mean, grad, 1 - b1); // m ← β₁m + (1 − β₁)g
    const square = lerp(state.square, grad.square(), 1 - b2); // v ← β₂v + (1 − β₂)g²
    const root = square.sqrt().mul(1 / Math.sqrt(1 - wholePower(b2, step))); // √(v / (1 − β₂ᵗ))
    const ratio = mean.mul(1 / (1 - wholePower(b1, step))).div(root.add(eps)); // r
    if (!decays(param, decay)) return { param: param.sub(ratio.mul(learningRate)), state: { mean, square } };
    const direction = ratio.add(param.mul(weightDecay)); // r + λw
    const [ofWeights, ofStep] = [normOf(param), normOf(direction)];
    const trust = ofWeights.equal(0).where(1, ofStep.equal(0).where(1, ofWeights.div(ofStep))); // 1 where a norm is 0
    return { param: param.sub(direction.mul(trust.mul(learningRate))), state: { mean, square } };
  },
});
