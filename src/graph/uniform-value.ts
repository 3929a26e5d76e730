import type { Tensor } from "./tensor.ts";

/** The number that every element of the node is, if that is known. */
export function uniformValue(node: Tensor): number | undefined {
  if (node.is("constant")) return node.attributes.value;
  return node.is("broadcast") ? uniformValue(node.operands[0]) : undefined;
}
