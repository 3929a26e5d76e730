import { zerosLike } from "../../graph/tensor.ts";
import { positive, unit } from "../../options.ts";
import { defineOptimizer } from "../optimizer.ts";

export const momentum = defineOptimizer({
  name: "momentum",
  summary: "Keeps a fraction of the last step and adds the gradient's push to it, like a heavy ball that rolls.",
  source: "Polyak 1964; with the learning rate inside the velocity, so a change of rate takes effect slowly",
  section: "optimizers",
  formula: "v ← γv − η∇L\nw ← w + v",
  use: "The textbook form, with γ of 0.9: on a quadratic of condition number 1000 it takes 219 steps where gradient descent takes 6,908. γ = 0 is gradient descent.",
  avoid:
    "γ close to 1 keeps rolling: at 1 nothing would stop it, and it is not accepted. A steady gradient is followed at a rate of η / (1 − γ), so lower the rate when you raise γ. sgd({ momentum }) keeps η outside of v: the same while the rate is constant, while here a lower rate takes some 1 / (1 − γ) steps to act.",
  example: "momentum({ learningRate: 0.01, momentum: 0.9 })",
  options: {
    learningRate: positive(0.01, "how much a gradient adds to the velocity"),
    momentum: unit(0.9, "the share γ of the velocity that is kept at each step; 0 is plain gradient descent"),
  },
  init: (param) => ({ velocity: zerosLike(param) }),
  update({ param, grad, state }, { learningRate, momentum }) {
    const velocity = state.velocity.mul(momentum).sub(grad.mul(learningRate)); // v ← γv − η∇L
    return { param: param.add(velocity), state: { velocity } }; // w ← w + v
  },
});
