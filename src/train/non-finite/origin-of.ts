import { isElementwise } from "../../graph/primitives.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { reachable } from "../../graph/walk.ts";

/**
 * Where a value of `root` that is not finite comes from: the first node before it, in the order of computation, that is not
 * finite while all that it reads is. Only nodes through which it may have come are looked at: what a `where` left aside or a
 * mask of −∞ hid is none of them.
 * @param isBad whether a node has a value that is not finite.
 */
export function originOf(root: Tensor, isBad: (node: Tensor) => boolean): Tensor {
  const bad = badNodesBefore(root, isBad);
  return [...bad].sort((a, b) => a.id - b.id).find((node) => !node.operands.some((one) => bad.has(one))) ?? root;
}

function badNodesBefore(root: Tensor, isBad: (node: Tensor) => boolean): Set<Tensor> {
  const meant = infiniteOnPurpose(root, isBad);
  const bad = new Set([root]);
  for (const node of bad)
    for (const operand of node.operands) if (isBad(operand) && !meant.has(operand)) bad.add(operand);
  return bad;
}

/** Nodes that are infinite because of a constant that is: masks of −∞, and what is chosen between them and finite values. */
function infiniteOnPurpose(root: Tensor, isBad: (node: Tensor) => boolean): Set<Tensor> {
  const meant = new Set<Tensor>();
  for (const node of reachable([root])) {
    const infinite = node.operands.filter(isBad);
    const passes = isElementwise(node.primitive) ? node.primitive === "where" : MOVES.has(node.primitive);
    if (
      node.primitive === "constant"
        ? isBad(node)
        : passes && infinite.length > 0 && infinite.every((one) => meant.has(one))
    )
      meant.add(node);
  }
  return meant;
}

/** Primitives whose numbers are those of their operand at other places: nothing new becomes infinite by them. */
export const MOVES: ReadonlySet<string> = new Set([
  ...["broadcast", "reshape", "transpose", "slice", "pad", "window", "stopGradient", "neg"],
]);
