import { usageError } from "../../errors.ts";
import { pow } from "../../exact-math/pow.ts";
import { mapTensors } from "../../graph/map-tensors.ts";
import { standardNormal } from "../../graph/standard-normal.ts";
import { nonNegative } from "../../options.ts";
import { defineTransform } from "../transform.ts";

export const gradientNoise = defineTransform({
  name: "gradientNoise",
  summary: "Adds normal noise to the gradients, with a variance that falls during training.",
  source: "Neelakantan et al. 2015, arXiv:1511.06807, equations 1 and 2",
  section: "clipping",
  formula: "g ← g + N(0, σ²), σ² = η / (1 + t)^γ, t = 0, 1, …",
  use: "For very deep networks that get stuck early, or that begin from poor initial weights.",
  avoid: "After clipping the noise is not clipped. Adaptive optimizers divide by the noise where gradients are small.",
  example: "chain(clipByGlobalNorm(1), gradientNoise(0.01), sgd({ learningRate: 0.1 }))",
  options: {
    eta: nonNegative(0.01, "η: the variance of the noise at the first step; the paper takes 0.01, 0.3 or 1"),
    gamma: nonNegative(0.55, "γ: how fast it falls"),
  },
  positional: ["eta"],
  update({ grads, step }, { eta, gamma }, { random }) {
    if (random === undefined)
      throw usageError({ where: "gradientNoise", expected: "a source of random numbers", received: "none" });
    const std = Math.sqrt(eta / pow(step, gamma)); // step is 1 + t
    return {
      grads: mapTensors(grads, (grad, name) => grad.add(standardNormal(random(grad.shape, name)).mul(std))),
    };
  },
});
