import { zerosLike } from "../../graph/tensor.ts";
import { flag, positive, unit } from "../../options.ts";
import { defineOptimizer } from "../optimizer.ts";

export const sgd = defineOptimizer({
  name: "sgd",
  summary: "Steps against the gradient, optionally with momentum and Nesterov's look ahead.",
  source: "Robbins and Monro 1951; momentum as in Sutskever et al. 2013, with the learning rate outside the velocity",
  section: "optimizers",
  formula: "v ← γv + g\nw ← w − ηv\nw ← w − η(g + γv), with Nesterov",
  use: "Image classifiers trained to the end: momentum 0.9, rates of 0.01 to 0.1 and a schedule that decays. Often generalizes better than Adam, with half its memory.",
  avoid:
    "The rate must be tuned for each model (findRate). Without momentum it needs 6,908 steps on a quadratic of condition number 1000 where heavy ball needs 219 and Nesterov 430.",
  example: "sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true })",
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
