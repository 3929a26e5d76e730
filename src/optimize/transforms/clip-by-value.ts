import { mapTensors } from "../../graph/map-tensors.ts";
import { formerly, positive } from "../../options.ts";
import { defineTransform } from "../transform.ts";

export const clipByValue = defineTransform({
  name: "clipByValue",
  summary: "Limits each coordinate of the gradients to [−v, v] separately.",
  source: "by definition; Mikolov 2012, section 3.2.2",
  section: "clipping",
  formula: "gᵢ ← min(max(gᵢ, −v), v)",
  use: "Against single huge coordinates, such as those of a rare feature.",
  avoid:
    "It changes the direction: where all coordinates exceed the limit, only their signs are left. What counts as large depends on the layer. clipByGlobalNorm() keeps the direction.",
  example: "clipByValue(0.5)",
  options: { clipValue: formerly("limit", positive(1, "v: the largest absolute value of a coordinate")) },
  positional: ["clipValue"],
  update: ({ grads }, { clipValue }) => ({
    grads: mapTensors(grads, (grad) => grad.maximum(-clipValue).minimum(clipValue)),
  }),
});
