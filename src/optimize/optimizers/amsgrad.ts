import { wholePower } from "../../exact-math/whole-power.ts";
import { lerp, zerosLike } from "../../graph/tensor.ts";
import { positive, unit } from "../../options.ts";
import { defineOptimizer } from "../optimizer.ts";

export const amsgrad = defineOptimizer({
  name: "amsgrad",
  summary:
    "Adam that divides by the largest mean square so far: steps never grow again, and convergence can be proved.",
  source: "Reddi, Kale and Kumar 2018, algorithm 2, with Adam's bias corrections",
  section: "optimizers",
  formula:
    "m ← β₁m + (1 − β₁)g\nv ← β₂v + (1 − β₂)g²\nv̂ ← max(v̂, v)\nw ← w − η(m / (1 − β₁ᵗ)) / (√(v̂ / (1 − β₂ᵗ)) + ε)",
  use: "When Adam does not converge: rare large gradients, which Adam soon forgets, are remembered here.",
  avoid: "In practice it is seldom better than adam(), and one outlier gradient keeps the steps small forever.",
  example: "amsgrad()",
  options: {
    learningRate: positive(1e-3, "the size of a step"),
    b1: unit(0.9, "the share of the mean gradient that is kept at each step"),
    b2: unit(0.999, "the share of the mean square that is kept at each step"),
    eps: positive(1e-8, "added to the root of the mean square"),
  },
  init: (param) => ({ mean: zerosLike(param), square: zerosLike(param), largest: zerosLike(param) }),
  update({ param, grad, state, step }, { learningRate, b1, b2, eps }) {
    const mean = lerp(state.mean, grad, 1 - b1); // m ← β₁m + (1 − β₁)g
    const square = lerp(state.square, grad.square(), 1 - b2); // v ← β₂v + (1 − β₂)g²
    const largest = state.largest.maximum(square); // v̂ ← max(v̂, v)
    const size = learningRate / (1 - wholePower(b1, step)); // η / (1 − β₁ᵗ)
    const root = largest.sqrt().mul(1 / Math.sqrt(1 - wholePower(b2, step))); // √(v̂ / (1 − β₂ᵗ))
    return { param: param.sub(mean.mul(size).div(root.add(eps))), state: { mean, square, largest } };
  },
});
