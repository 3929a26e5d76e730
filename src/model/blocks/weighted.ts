import type { Tensor } from "../../graph/tensor.ts";

/** weight · x, but 0 where the weight is 0, even for infinite x. */
export function weighted(weight: Tensor, x: Tensor): Tensor {
  return weight.where(weight.mul(x), 0);
}
