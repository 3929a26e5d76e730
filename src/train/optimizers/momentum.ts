import { zerosLike } from "../../graph/tensor.ts";
import { positive, unit } from "../../options.ts";
import { defineOptimizer } from "../optimizer.ts";

export const momentum = defineOptimizer({
  name: "momentum",
  summary: "Keeps a share of the last step and adds the gradient's push to it, like something heavy that rolls.",
  source: "Polyak 1964; with the learning rate inside the velocity, so that a change of rate acts slowly",
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
