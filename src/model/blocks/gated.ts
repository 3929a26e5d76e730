import type { Tensor } from "../../graph/tensor.ts";

/** Beyond ±FAR, gates are 0 on the left and 1 on the right, in float32 and float64. */
const FAR = 1000;

/** x · gate(x) for a gate that rises from 0 to 1; at ±∞ its limits, 0 and x, and their slopes, instead of 0 · ∞. */
export function gated(x: Tensor, gate: (x: Tensor) => Tensor): Tensor {
  const near = x.maximum(-FAR).minimum(FAR);
  return x.less(FAR).where(near.mul(gate(near)), x);
}
