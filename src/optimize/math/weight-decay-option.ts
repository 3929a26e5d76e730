import type { Tensor } from "../../graph/tensor.ts";
import { type Option, oneOf } from "../../options.ts";

export type Decay = "kernels" | "all";

/** An option that chooses which parameters decay: by default neither biases nor the scales and shifts of normalizations. */
export function decayOption(doc = "which parameters shrink"): Option<Decay> {
  return oneOf(["kernels", "all"], "kernels", `${doc}: those with two axes or more, or all`);
}

/** Whether a parameter decays. One with at most one axis is a bias, a scale or a shift, which adds no capacity. */
export function decays(param: Tensor, decay: Decay): boolean {
  return decay === "all" || param.rank > 1;
}
