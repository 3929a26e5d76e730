import { filled } from "../../graph/tensor.ts";
import { fixed, nonNegative, positive } from "../../options.ts";
import { defineOptimizer } from "../optimizer.ts";

export const adagrad = defineOptimizer({
  name: "adagrad",
  summary: "Divides by the root of all squares so far: each coordinate's steps shrink the more it has moved.",
  source: "Duchi, Hazan and Singer 2011, figure 1, diagonal form",
  section: "optimizers",
  formula: "s ← s + g²\nw ← w − ηg / (√s + ε)",
  use: "Sparse features, such as words: rare features keep large steps. Rates of 0.01 to 0.1.",
  avoid:
    "Long training runs: the sum only grows, so under a constant gradient the k-th step is η/√k, and learning ends early. Some texts use the name for steps along the direction of the gradient, which is another rule: normalizedSgd().",
  example: "adagrad({ learningRate: 0.05 })",
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
