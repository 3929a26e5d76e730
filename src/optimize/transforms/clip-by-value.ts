import { mapTensors } from "../../graph/map-tensors.ts";
import { formerly, positive } from "../../options.ts";
import { defineTransform } from "../transform.ts";

export const clipByValue = defineTransform({
  name: "clipByValue",
  summary: "Limits each coordinate of the gradients to [−v, v] separately.",
  source: "by definition; Mikolov 2012, section 3.2.2",
  section: "clipping",
  formula: "gᵢ ← min(max(gᵢ, −v), v)",
  use: "Against single huge coordinates, as from a rare feature.",
  avoid:
    "It turns the direction: with all coordinates beyond the limit only signs are left. What is a large coordinate depends on the layer; clipByGlobalNorm() does not turn.",
  example: "clipByValue(0.5)",
  options: { clipValue: formerly("limit", positive(1, "v: the largest size of a coordinate")) },
  positional: ["clipValue"],
  update: ({ grads }, { clipValue }) => ({
    grads: mapTensors(grads, (grad) => grad.maximum(-clipValue).minimum(clipValue)),
  }),
});
