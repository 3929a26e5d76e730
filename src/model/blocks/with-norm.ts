import type { Tensor } from "../../graph/tensor.ts";

/** weight · x, and 0 where the weight is 0, even of infinite x: what does not count adds nothing. */
export function weighted(weight: Tensor, x: Tensor): Tensor {
  return weight.where(weight.mul(x), 0);
}
