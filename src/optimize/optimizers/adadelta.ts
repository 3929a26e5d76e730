import { lerp, zerosLike } from "../../graph/tensor.ts";
import { positive, unit } from "../../options.ts";
import { defineOptimizer } from "../optimizer.ts";

export const adadelta = defineOptimizer({
  name: "adadelta",
  summary:
    "Scales gradients by the ratio of past steps to past gradients, so that units agree without a learning rate.",
  source: "Zeiler 2012, arXiv:1212.5701, algorithm 1",
  section: "optimizers",
  formula: "v ← ρv + (1 − ρ)g²\nΔ = g · √(u + ε) / √(v + ε)\nu ← ρu + (1 − ρ)Δ²\nw ← w − ηΔ",
  use: "When you do not want to choose a learning rate: 1 is the paper's, and steps adjust their own size.",
  avoid:
    "It starts slowly, ε decides the first steps, and adam() nearly always gets further in the same time. With the default rate of 0.001 that some frameworks have, it hardly moves.",
  example: "adadelta()",
  options: {
    learningRate: positive(1, "what the paper's step is multiplied by"),
    rho: unit(0.9, "the share of both mean squares that is kept at each step"),
    eps: positive(1e-6, "added under both roots; it decides the first steps"),
  },
  init: (param) => ({ square: zerosLike(param), steps: zerosLike(param) }),
  update({ param, grad, state }, { learningRate, rho, eps }) {
    const square = lerp(state.square, grad.square(), 1 - rho); // E[g²]
    const step = grad.mul(state.steps.add(eps).sqrt().div(square.add(eps).sqrt())); // Δ = g · √(E[Δ²] + ε) / √(E[g²] + ε)
    const steps = lerp(state.steps, step.square(), 1 - rho); // E[Δ²]
    return { param: param.sub(step.mul(learningRate)), state: { square, steps } };
  },
});
