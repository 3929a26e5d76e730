import { lerp, zerosLike } from "../../graph/tensor.ts";
import { defined } from "../../options/defined.ts";
import { flag, positive, unit } from "../../options.ts";
import { defineOptimizer } from "../optimizer.ts";

export const rmsprop = defineOptimizer({
  name: "rmsprop",
  summary: "Divides by the root of a running mean of squares: an Adagrad that forgets.",
  source: "Tieleman and Hinton 2012, lecture 6.5; centered: Graves 2013, equations 38 to 43",
  section: "optimizers",
  formula: "v ← ρv + (1 − ρ)g²\nw ← w − ηg / (√v + ε)",
  use: "Non-stationary losses, such as those of recurrent networks and reinforcement learning. Rates of 0.001 or less for networks; 0.01 is only the customary default.",
  avoid:
    "Without Adam's bias correction v starts too small, and the first steps are up to 1 / √(1 − ρ) = 10 times as long as later ones: warm up, or use adam().",
  example: "rmsprop({ learningRate: 1e-3, momentum: 0.9 })",
  options: {
    learningRate: positive(0.01, "the size of a step"),
    rho: unit(0.99, "the share of the mean square that is kept at each step"),
    momentum: unit(0, "the share of the velocity that is kept at each step"),
    centered: flag(false, "whether to divide by the standard deviation: squares are taken about the mean gradient"),
    eps: positive(1e-8, "added to the root of the mean square"),
  },
  init: (param, { momentum, centered }) => ({
    square: zerosLike(param),
    ...(centered ? { mean: zerosLike(param) } : {}),
    ...(momentum === 0 ? {} : { velocity: zerosLike(param) }),
  }),
  update({ param, grad, state }, { learningRate, rho, momentum, centered, eps }) {
    const square = lerp(state.square, grad.square(), 1 - rho); // v ← ρv + (1 − ρ)g²
    const mean = centered ? lerp(state.mean, grad, 1 - rho) : undefined; // m ← ρm + (1 − ρ)g
    const variance = mean === undefined ? square : square.sub(mean.square()).maximum(0); // v − m²
    const step = grad.div(variance.sqrt().add(eps)); // g / (√v + ε)
    const velocity = state.velocity?.mul(momentum).add(step); // u ← γu + g / (√v + ε)
    return {
      param: param.sub((velocity ?? step).mul(learningRate)),
      state: { square, ...defined({ mean, velocity }) },
    };
  },
});
