import { sizeOf } from "./shape.ts";
import type { Tensor } from "./tensor.ts";
import { reachable } from "./walk.ts";

/** About how many numbers are computed for these tensors, each multiply-and-add of a product as one. */
export function workOf(roots: readonly Tensor[]): number {
  return reachable(roots).reduce((sum, node) => sum + sizeOf(node.shape) * termsOf(node), 0);
}

/** How many terms are added up for one number. */
function termsOf({ primitive, operands }: Tensor): number {
  const [first, second] = operands;
  if (primitive === "matmul") return first.shape[first.shape.length - 1];
  return primitive === "conv2d" ? sizeOf(second.shape.slice(0, 3)) : 1; // [height, width, in / groups, out]
}
