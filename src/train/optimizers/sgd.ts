import { zerosLike } from "../../graph/tensor.ts";
import { flag, positive, unit } from "../../options.ts";
import { defineOptimizer } from "../optimizer.ts";

export const sgd = defineOptimizer({
  name: "sgd",
  summary: "Against the gradient, with momentum and Nesterov's look ahead if wished.",
  source: "Robbins and Monro 1951; momentum as in Sutskever et al. 2013, with the learning rate outside the velocity",
  options: {
    learningRate: positive(0.01, "how far a step goes, as a multiple of the gradient"),
    momentum: unit(0, "the share of the velocity that is kept at each step"),
    nesterov: flag(false, "whether the step is that of the velocity after one more step"),
  },
  init: (param, { momentum }) => (momentum === 0 ? {} : { velocity: zerosLike(param) }),
  update({ param, grad, state }, { learningRate, momentum, nesterov }) {
    if (state.velocity === undefined) return { param: param.sub(grad.mul(learningRate)) }; // w ← w − ηg
    const velocity = state.velocity.mul(momentum).add(grad); // v ← γv + g
    const direction = nesterov ? grad.add(velocity.mul(momentum)) : velocity;
    return { param: param.sub(direction.mul(learningRate)), state: { velocity } }; // w ← w − ηv
  },
});
