import type { Tensor } from "../../graph/tensor.ts";
import { type Option, oneOf } from "../../options.ts";

export type Decay = "kernels" | "all";

/** An option that chooses which parameters shrink: by default neither biases nor scales and shifts of normalizations. */
export function decayOption(doc = "which parameters shrink"): Option<Decay> {
  return oneOf(["kernels", "all"], "kernels", `${doc}: those with two axes or more, or all`);
}

/** Whether a parameter shrinks. What has one axis at most is a bias, a scale or a shift: it is no part of capacity. */
export function decays(param: Tensor, decay: Decay): boolean {
  return decay === "all" || param.rank > 1;
}
