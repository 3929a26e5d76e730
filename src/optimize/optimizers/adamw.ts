import { wholePower } from "../../exact-math/whole-power.ts";
import { lerp, zerosLike } from "../../graph/tensor.ts";
import { nonNegative, positive, unit } from "../../options.ts";
import { decayOption, decays } from "../math/weight-decay-option.ts";
import { defineOptimizer } from "../optimizer.ts";

export const adamw = defineOptimizer({
  name: "adamw",
  summary: "Adam with decoupled weight decay: weights shrink by a fixed fraction at each step, whatever the gradient.",
  source: "Loshchilov and Hutter 2019, arXiv:1711.05101, algorithm 2",
  section: "optimizers",
  formula: "m, v, m̂, v̂ as in Adam\nw ← (1 − ηλ)w − ηm̂ / (√v̂ + ε)",
  use: "Adam with regularization: transformers, and every model that overfits. λ of 0.01 to 0.1, with warm-up and a cosine schedule.",
  avoid:
    "The decay is multiplied by the rate, so λ must be tuned again when the rate changes a lot. Biases and the parameters of normalization layers do not decay by default, and are better left so.",
  example: "adamw({ learningRate: cosineDecay(1e-3, { span: 20 }), weightDecay: 0.05 })",
  options: {
    learningRate: positive(1e-3, "the size of a step"),
    b1: unit(0.9, "the share of the mean gradient that is kept at each step"),
    b2: unit(0.999, "the share of the mean square that is kept at each step"),
    eps: positive(1e-8, "added to the root of the mean square"),
    weightDecay: nonNegative(0.01, "λ: weights shrink by the share ηλ at each step"),
    decay: decayOption(),
  },
  init: (param) => ({ mean: zerosLike(param), square: zerosLike(param) }),
  update({ param, grad, state, step }, { learningRate, b1, b2, eps, weightDecay, decay }) {
    const mean = lerp(state.mean, grad, 1 - b1); // m ← β₁m + (1 − β₁)g
    const square = lerp(state.square, grad.square(), 1 - b2); // v ← β₂v + (1 − β₂)g²
    const size = learningRate / (1 - wholePower(b1, step)); // η / (1 − β₁ᵗ)
    const root = square.sqrt().mul(1 / Math.sqrt(1 - wholePower(b2, step))); // √(v / (1 − β₂ᵗ))
    const decayed = decays(param, decay) ? param.mul(1 - learningRate * weightDecay) : param; // (1 − ηλ)w
    return { param: decayed.sub(mean.mul(size).div(root.add(eps))), state: { mean, square } };
  },
});
