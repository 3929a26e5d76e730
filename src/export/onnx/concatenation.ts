import type { GraphWriter, Stored } from "./graph-writer.ts";
import type { Traced } from "./traced.ts";

/**
 * Parts that lie side by side along an axis, which a graph of primitives says as a sum of parts with zeros around them.
 * Undefined for another sum.
 */
export function joinedParts(sum: Traced, to: GraphWriter): Stored | undefined {
  const parts = padded(sum);
  const axis = parts?.map(paddedAxis).reduce((one, other) => (one === other ? one : undefined));
  if (parts === undefined || axis === undefined) return undefined;
  let end = 0;
  for (const { attributes, operands } of parts) {
    if (attributes[0].before[axis] !== end) return undefined;
    end += operands[0].shape[axis] as number;
  }
  if (end !== sum.shape[axis]) return undefined;
  const names = parts.map(({ operands }) => to.full(operands[0]).name);
  return { name: to.add("Concat", names, { axis }), shape: sum.shape };
}

/** The addends of a sum, if all have zeros around them. */
function padded(node: Traced): Traced<"pad">[] | undefined {
  if (isPad(node)) return node.attributes[0].value === 0 ? [node] : undefined;
  if (node.primitive !== "add") return undefined;
  const [left, right] = node.operands;
  const last = padded(right); // which tells most other sums
  const before = last && padded(left);
  return before && [...before, ...last];
}

function isPad(node: Traced): node is Traced<"pad"> {
  return node.primitive === "pad";
}

/** The only axis with zeros, all of them outside; undefined where there are others, and for the axis of the batch. */
function paddedAxis({ shape, attributes: [{ before, after, interior }] }: Traced<"pad">): number | undefined {
  const axes = shape.flatMap((_, axis) => (before[axis] || after[axis] || interior[axis] ? [axis] : []));
  return axes.length === 1 && interior[axes[0]] === 0 && typeof shape[axes[0]] === "number" ? axes[0] : undefined;
}
