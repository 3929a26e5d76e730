import { wholePower } from "../../exact-math/whole-power.ts";
import { unit } from "../../options.ts";
import { defineCallback } from "../callback.ts";

export const averageWeights = defineCallback({
  name: "averageWeights",
  summary: "Keeps an exponential moving average of the weights; evaluation and the final model use the average.",
  source: "Polyak and Juditsky 1992; the exponential form, with Adam's bias correction",
  section: "overfitting",
  formula: "w̄ ← w̄ + (1 − d) / (1 − dᵗ) · (w − w̄)",
  use: "Nearly always worth it where the rate does not decay to 0: the average is often a better model than the last one, at the cost of one pass over the weights. It looks back about 1 / (1 − d) steps: 0.99 for runs of hundreds of steps, 0.999 for thousands. The running statistics of batch normalization are averaged the same way.",
  avoid: "A memory longer than the run averages in the bad weights of the beginning: choose a smaller decay.",
  example: "averageWeights({ decay: 0.99 })",
  options: { decay: unit(0.999, "the share of the average that is kept at each step") },
  // With the correction 1 / (1 − dᵗ) written into the weight of the newest value, the average starts unbiased.
  average: ({ step }, { decay }) => (1 - decay) / (1 - wholePower(decay, step)),
});
