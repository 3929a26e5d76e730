import type { Tensor } from "../../../graph/tensor.ts";

/** Taps that one map adds: those of 3×3. */
const TAPS = 9;

/** Whether each pixel is a sum: where windows overlap, and are small. */
export function isAddedUp({ operands: [{ shape }], attributes: { stride } }: Tensor<"unwindow">): boolean {
  return shape[2] * shape[4] <= TAPS && (shape[2] > stride[0] || shape[4] > stride[1]);
}
