import { mapTensors } from "../../graph/map-tensors.ts";
import { sumOf } from "../../graph/tensor.ts";
import { positive } from "../../options.ts";
import { defineTransform } from "../transform.ts";
import { rated } from "../values-at.ts";

export const normalizedSgd = defineTransform({
  name: "normalizedSgd",
  summary:
    "Follows the direction of the gradient alone: every step is as long as the learning rate, whatever the norm.",
  source: "Nesterov 1984; w ← w − η∇L / ‖∇L‖, the norm over all parameters together",
  section: "optimizers",
  formula: "w ← w − η∇L / ‖∇L‖, ‖∇L‖ = √Σ(∇L)²",
  use: "Losses with plateaus and cliffs, where the size of the gradient says little about how far to go. Some courses call this rule Adagrad: Duchi's adagrad() is another, which divides each coordinate by its own history.",
  avoid:
    "Every step is η long, also at the minimum, so it circles there at a distance of about η: the rate has to decay. Clipping before it has no effect.",
  example: "normalizedSgd({ learningRate: exponentialDecay(0.1, { factor: 0.9 }) })",
  options: { learningRate: positive(0.01, "the length of a step") },
  update({ params, grads }, { learningRate }, at) {
    const all = Object.values(grads);
    const largest = all.map((grad) => grad.abs().max()).reduce((a, b) => a.maximum(b));
    const size = largest.equal(0).where(1, largest);
    const scaled = mapTensors(grads, (grad) => grad.div(size)); // in [−1, 1], so that no square underflows
    const norm = sumOf(Object.values(scaled).map((grad) => grad.square().sum())).sqrt(); // 0, or at least 1
    const step = (name: string) => scaled[name].mul(rated(learningRate, at, name)).div(norm.maximum(1)); // η∇L / ‖∇L‖
    return { params: mapTensors(params, (param, name) => param.sub(step(name))) };
  },
});
