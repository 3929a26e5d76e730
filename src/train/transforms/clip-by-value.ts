import { mapTensors } from "../../graph/map-tensors.ts";
import { positive } from "../../options.ts";
import { defineTransform } from "../optimizer.ts";

export const clipByValue = defineTransform({
  name: "clipByValue",
  summary: "Limits each coordinate of the gradients to [−limit, limit] by itself.",
  source: "by definition; Mikolov 2012, section 3.2.2",
  options: { limit: positive(1, "the largest size of a coordinate") },
  positional: ["limit"],
  update: ({ grads }, { limit }) => ({
    grads: mapTensors(grads, (grad) => grad.maximum(-limit).minimum(limit)),
  }),
});
