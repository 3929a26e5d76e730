import { wholePower } from "../../exact-math/whole-power.ts";
import { filled, lerp, zerosLike } from "../../graph/tensor.ts";
import { positive, unit } from "../../options.ts";
import { defineOptimizer } from "../optimizer.ts";

export const radam = defineOptimizer({
  name: "radam",
  summary:
    "Adam with a built-in warm-up: the mean square is left out while it rests on few steps, then trusted more and more.",
  source: "Liu et al. 2020, arXiv:1908.03265, algorithm 2",
  section: "optimizers",
  formula:
    "ρₜ = ρ∞ − 2tβ₂ᵗ / (1 − β₂ᵗ), ρ∞ = 2 / (1 − β₂) − 1\nr = √((ρₜ − 4)(ρₜ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρₜ))\nw ← w − ηr·m̂ / √v̂ if ρₜ > 5, else w − ηm̂",
  use: "Where Adam needs a warm-up and you do not want to tune its length: the first steps are those of momentum, then the adaptive part fades in.",
  avoid:
    "A warm-up schedule on top does the same thing twice. In its first five steps (at β₂ of 0.999) a step is as large as the gradient: clip where gradients may be huge.",
  example: "radam()",
  options: {
    learningRate: positive(1e-3, "the size of a step"),
    b1: unit(0.9, "the share of the mean gradient that is kept at each step"),
    b2: unit(0.999, "the share of the mean square that is kept at each step"),
    eps: positive(1e-8, "added to the root of the mean square"),
  },
  init: (param) => ({ mean: zerosLike(param), square: zerosLike(param) }),
  update({ param, grad, state, step }, { learningRate, b1, b2, eps }) {
    const mean = lerp(state.mean, grad, 1 - b1); // m ← β₁m + (1 − β₁)g
    const square = lerp(state.square, grad.square(), 1 - b2); // v ← β₂v + (1 − β₂)g²
    const size = learningRate / (1 - wholePower(b1, step)); // η / (1 − β₁ᵗ)
    const trust = rectification(b2, step); // 0 in the first steps
    const plain = trust === 0 ? size : 0;
    const adaptive = size * trust * Math.sqrt(1 - wholePower(b2, step));
    const scale = filled(param.shape, adaptive).div(square.sqrt().add(eps)).add(plain); // ηr√(1 − β₂ᵗ) / (√v + ε), or η
    return { param: param.sub(mean.mul(scale)), state: { mean, square } };
  },
});

/** r of the paper where the variance of the mean square is known to be finite (ρ > 5), else 0. */
function rectification(b2: number, step: number): number {
  const limit = 2 / (1 - b2) - 1; // ρ∞
  const rho = limit - (2 * step * wholePower(b2, step)) / (1 - wholePower(b2, step)); // ρₜ
  return rho > 5 ? Math.sqrt(((rho - 4) * (rho - 2) * limit) / ((limit - 4) * (limit - 2) * rho)) : 0;
}
