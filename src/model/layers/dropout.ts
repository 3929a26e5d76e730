import { unit } from "../../options.ts";
import { dropoutMask } from "../blocks/dropout-mask.ts";
import { defineLayer } from "../layer.ts";

export const dropout = defineLayer({
  name: "dropout",
  summary:
    "In training, zeroes each element with probability rate and scales the rest by 1 / (1 − rate); else does nothing.",
  source: "Srivastava et al. 2014; the inverted scaling of Hinton's lecture notes",
  section: "dropout",
  formula: "r ~ Bernoulli(1 − p)\ny = x · r / (1 − p) in training, y = x else",
  use: "When a model with more parameters than samples overfits: rates of 0.1 to 0.5 (10 to 50 %), up to 0.2 on inputs and 0.5 on wide dense layers. Each step trains a different thinned network, and inference averages over all of them.",
  avoid:
    "Models that do not overfit: it costs accuracy, and two to three times as many steps. Between convolutions, since neighboring pixels reveal the dropped one. Not before batchNorm(), whose running variance would be wrong in inference (Li et al. 2019).",
  example: "dropout(0.3)",
  options: { rate: unit(0.5, "fraction of elements to zero, typically 0.1 to 0.5") },
  positional: ["rate"],
  forward(x, context, { rate }) {
    if (!context.training || rate === 0) return x;
    return dropoutMask(context, x.shape, rate).where(x.mul(1 / (1 - rate)), 0);
  },
});
