import { wholePower } from "../../exact-math/whole-power.ts";
import { lerp, zerosLike } from "../../graph/tensor.ts";
import { positive, unit } from "../../options.ts";
import { defineOptimizer } from "../optimizer.ts";

export const adam = defineOptimizer({
  name: "adam",
  summary: "Running means of the gradient and of its square: each coordinate moves by about the learning rate.",
  source: "Kingma and Ba 2015, arXiv:1412.6980, algorithm 1",
  section: "optimizers",
  formula: "m ← β₁m + (1 − β₁)g\nv ← β₂v + (1 − β₂)g²\nm̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)\nw ← w − ηm̂ / (√v̂ + ε)",
  use: "The first choice, and the default: 0.001 works almost everywhere, and the scale of the loss does not matter (except through ε). The first step is −η · sign(g).",
  avoid:
    "Image classifiers trained to the end, where sgd() with momentum and a schedule often generalizes better (Wilson et al. 2017). An l2() penalty is divided by √v̂ too: use adamw(). Where v̂ comes close to 0, ε of 1e-8 lets noise make full steps: raise it to 1e-4 or more.",
  example: "adam({ learningRate: exponentialDecay(1e-3) })",
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
    const root = square.sqrt().mul(1 / Math.sqrt(1 - wholePower(b2, step))); // √(v / (1 − β₂ᵗ))
    return { param: param.sub(mean.mul(size).div(root.add(eps))), state: { mean, square } };
  },
});
