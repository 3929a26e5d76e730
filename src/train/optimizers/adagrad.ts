import { filled } from "../../graph/tensor.ts";
import { fixed, nonNegative, positive } from "../../options.ts";
import { defineOptimizer } from "../optimizer.ts";

export const adagrad = defineOptimizer({
  name: "adagrad",
  summary: "Divides by the root of all squares so far: each coordinate's steps shrink the more it has moved.",
  source: "Duchi, Hazan and Singer 2011, figure 1, diagonal form",
  options: {
    learningRate: positive(0.01, "the size of the first step"),
    initialAccumulator: fixed(nonNegative(0, "the sum of squares before the first step")),
    eps: positive(1e-10, "added to the root of the sum"),
  },
  init: (param, { initialAccumulator }) => ({ sum: filled(param.shape, initialAccumulator) }),
  update({ param, grad, state }, { learningRate, eps }) {
    const sum = state.sum.add(grad.square()); // s ← s + g²
    return { param: param.sub(grad.mul(learningRate).div(sum.sqrt().add(eps))), state: { sum } }; // w ← w − ηg / (√s + ε)
  },
});
