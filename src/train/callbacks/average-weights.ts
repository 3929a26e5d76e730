import { unit } from "../../options.ts";
import { defineCallback } from "../callback.ts";

export const averageWeights = defineCallback({
  name: "averageWeights",
  summary: "Keeps an exponential moving average of the weights; evaluation and the final model use the average.",
  source: "Polyak and Juditsky 1992; the exponential form, with Adam's bias correction",
  section: "overfitting",
  formula: "w̄ₜ = w̄ₜ₋₁ + (1 − d)/(1 − dᵗ)·(wₜ − w̄ₜ₋₁)",
  use: "Nearly always: it costs one pass over the weights, and smooths away the noise of the last steps. The running statistics of batch normalization are averaged alike.",
  avoid: "Where there are fewer steps than about 1/(1 − d), the average lags behind: choose a smaller decay.",
  example: "averageWeights({ decay: 0.99 })",
  options: { decay: unit(0.999, "the share of the average that is kept at each step") },
  // With the correction 1 / (1 − dᵗ) written into the weight of the newest value, the average starts unbiased.
  average: ({ step }, { decay }) => (1 - decay) / (1 - decay ** step),
});
