import { lerp } from "../../graph/tensor.ts";
import { unit } from "../../options.ts";
import { defineCallback } from "../callback.ts";

export const averageWeights = defineCallback({
  name: "averageWeights",
  summary: "Keeps an exponential moving average of the weights; evaluation and the final model use the average.",
  source: "Polyak and Juditsky 1992; the exponential form, with Adam's bias correction",
  options: { decay: unit(0.999, "the share of the average that is kept at each step") },
  // With the correction 1 / (1 − dᵗ) written into the weight of the newest value, the average starts unbiased.
  average: ({ average, weight, step }, { decay }) => lerp(average, weight, (1 - decay) / (1 - decay ** step)),
});
