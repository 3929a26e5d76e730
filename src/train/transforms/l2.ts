import { mapTensors } from "../../graph/map-tensors.ts";
import { nonNegative } from "../../options.ts";
import { decayOption, decays } from "../decay.ts";
import { defineTransform } from "../optimizer.ts";

export const l2 = defineTransform({
  name: "l2",
  summary: "Adds the gradient of the penalty λ/2 · ‖w‖²: large weights are pulled to 0.",
  source: "Krogh and Hertz 1992; coupled: adaptive optimizers rescale it, for which adamw() is the cure",
  options: { lambda: nonNegative(1e-4, "the weight of the penalty"), decay: decayOption("on which parameters it is") },
  positional: ["lambda"],
  update: ({ params, grads }, { lambda, decay }) => ({
    grads: mapTensors(grads, (grad, name) => {
      const param = params[name];
      return decays(param, decay) ? grad.add(param.mul(lambda)) : grad; // ∇L + λw
    }),
  }),
});
