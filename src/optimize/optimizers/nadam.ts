import { exp } from "../../exact-math/exp.ts";
import { wholePower } from "../../exact-math/whole-power.ts";
import { lerp, zerosLike } from "../../graph/tensor.ts";
import { nonNegative, positive, unit } from "../../options.ts";
import { defineOptimizer } from "../optimizer.ts";

/** ln 0.96 */
const LOGARITHM = -0.04082199452025513;

export const nadam = defineOptimizer({
  name: "nadam",
  summary: "Adam with Nesterov's look ahead: the newest gradient counts a little more.",
  source: "Dozat 2016, algorithm 2, with a momentum that warms up; the bias correction as in PyTorch 1.13",
  section: "optimizers",
  formula: "m ← β₁m + (1 − β₁)g\nv ← β₂v + (1 − β₂)g²\nw ← w − η(μₜ₊₁m̂ + (1 − μₜ)ĝ) / (√v̂ + ε)",
  use: "Instead of Adam where a little more speed in the first epochs matters; with the same rates.",
  avoid:
    "The difference from adam() is mostly within the noise between seeds. With very noisy gradients, the newest one should rather count less.",
  example: "nadam()",
  options: {
    learningRate: positive(2e-3, "the size of a step"),
    b1: unit(0.9, "the share of the mean gradient that is kept at each step"),
    b2: unit(0.999, "the share of the mean square that is kept at each step"),
    eps: positive(1e-8, "added to the root of the mean square"),
    momentumDecay: nonNegative(0.004, "ψ: how fast the momentum warms up, from half of b1"),
  },
  init: (param) => ({ mean: zerosLike(param), square: zerosLike(param) }),
  update({ param, grad, state, step }, { learningRate, b1, b2, eps, momentumDecay }) {
    const mean = lerp(state.mean, grad, 1 - b1); // m ← β₁m + (1 − β₁)g
    const square = lerp(state.square, grad.square(), 1 - b2); // v ← β₂v + (1 − β₂)g²
    const root = square.sqrt().mul(1 / Math.sqrt(1 - wholePower(b2, step))); // √(v / (1 − β₂ᵗ))
    const momentum = (t: number) => b1 * (1 - 0.5 * exp(t * momentumDecay * LOGARITHM)); // μₜ, with 0.96^(tψ) as e^(tψ ln 0.96)
    const product = productOf(momentum, step); // μ₁ · … · μₜ
    const ofGradient = (learningRate * (1 - momentum(step))) / (1 - product);
    const next = product * momentum(step) * momentum(step + 1); // PyTorch 1.13 counts μₜ twice, the paper once
    const ofMean = (learningRate * momentum(step + 1)) / (1 - next);
    const direction = grad.mul(ofGradient).add(mean.mul(ofMean));
    return { param: param.sub(direction.div(root.add(eps))), state: { mean, square } };
  },
});

/** f(1) · … · f(n), or 0 once it no longer changes 1 − product in float64. */
function productOf(f: (t: number) => number, n: number): number {
  let product = 1;
  for (let t = 1; t <= n && product > 0; t++) product = product < 2 ** -60 ? 0 : product * f(t);
  return product;
}
