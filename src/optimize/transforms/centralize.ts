import { mapTensors } from "../../graph/map-tensors.ts";
import { inputAxes } from "../math/norms.ts";
import { defineTransform } from "../transform.ts";

export const centralize = defineTransform({
  name: "centralize",
  summary: "Subtracts its mean from the gradient of the weights of each output.",
  source: "Yong et al. 2020, arXiv:2004.01461, equation 1",
  section: "clipping",
  formula: "gᵢ ← gᵢ − mean(gᵢ) for the weights that lead to output i",
  use: "Before sgd or adam on convolutional networks: the sum of the weights of each output stays as it was.",
  avoid: "On a last layer whose inputs are all positive, the lost direction may matter.",
  example: "chain(centralize(), sgd({ learningRate: 0.1, momentum: 0.9 }))",
  options: {},
  update: ({ grads }) => ({
    grads: mapTensors(grads, (grad) => (grad.rank > 1 ? grad.sub(grad.mean(inputAxes(grad), true)) : grad)), // g − mean(g)
  }),
});
