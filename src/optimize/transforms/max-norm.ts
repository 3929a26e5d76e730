import { mapTensors } from "../../graph/map-tensors.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { formerly, positive } from "../../options.ts";
import { defineWrapper } from "../compose/wrapper.ts";
import { unitNorms } from "../math/norms.ts";

export const maxNorm = defineWrapper({
  name: "maxNorm",
  summary: "Scales the incoming weights of each unit, after the step, so that their norm is at most c.",
  source: "Srebro and Shraibman 2005; as a constraint on each unit: Srivastava et al. 2014, section 5.1",
  section: "overfitting",
  formula: "w ← the optimizer's step; then for each unit w ← w · min(1, c / ‖w‖)",
  use: "With dropout and large learning rates: it keeps weights from blowing up. Typically 3 or 4.",
  avoid:
    "It acts after all other stages of its chain, wherever it stands. It does not bind averages and slow weights: put it inside, as in lookahead(chain(maxNorm(3), adam())).",
  example: "chain(maxNorm(3), sgd({ learningRate: 0.1, momentum: 0.9 }))",
  options: { maxNorm: formerly("limit", positive(3, "c: the largest norm of the weights that lead to one unit")) },
  onWeights: true,
  positional: ["maxNorm"],
  update: (_, values, inner) => ({
    params: mapTensors(inner.step().params, (param) => (param.rank > 1 ? bounded(param, values.maxNorm) : param)),
  }),
});

function bounded(kernel: Tensor, maxNorm: number): Tensor {
  return kernel.div(unitNorms(kernel).maximum(maxNorm).div(maxNorm)); // w / (max(‖w‖, c) / c)
}
