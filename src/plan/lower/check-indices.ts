import { usageError } from "../../errors.ts";
import type { Program } from "../../graph/program.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";

/** Whole numbers are exact in float32 up to here: beyond, an index would be that of a neighbor. */
const MOST = 2 ** 24;

/** @throws a usage error for an index that float32 cannot hold: along an axis, of a maximum, of a row. */
export function checkIndices({ nodes }: Program): void {
  for (const node of nodes) {
    if (node.is("iota")) check(node, node.shape[node.attributes.axis], "an axis to number");
    else if (node.is("argMax"))
      check(node, sizeOf(node.operands[0].shape) / Math.max(1, sizeOf(node.shape)), "a reduction");
    else if (node.is("gather") && !isWhole(node.operands[1])) check(node, node.operands[0].shape[0], "a table");
    else if (node.is("scatterAdd") && !isWhole(node.operands[1])) check(node, node.attributes.rows, "a table");
  }
}

function check(node: Tensor, count: number, what: string): void {
  if (count <= MOST) return;
  const picks = node.is("gather") || node.is("scatterAdd");
  throw usageError({
    where: node.scope === "" ? node.primitive : `${node.scope}: ${node.primitive}`,
    expected: `${what} of at most ${MOST.toLocaleString("en")}, for computed indices are exact in float32 up to there`,
    received: count.toLocaleString("en"),
    fix: picks
      ? 'Feed the indices as an input stored as "uint32".'
      : "Take it in parts: reduce one axis after the other (the gradient of max() needs the place of the maximum, too).",
  });
}

/** Whether indices are read as the whole numbers that they are stored as. */
function isWhole(indices: Tensor): boolean {
  if (indices.is("reshape") || indices.is("stopGradient")) return isWhole(indices.operands[0]);
  return (indices.is("input") || indices.is("variable")) && indices.attributes.storage !== "float";
}
