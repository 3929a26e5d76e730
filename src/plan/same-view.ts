import { sameShape } from "../graph/shape.ts";
import type { View } from "./kernel.ts";

/** Whether two walks come to the same memory in the same order. */
export function sameView(a: View, b: View): boolean {
  if (a.buffer !== b.buffer || a.offset !== b.offset || !sameShape(a.strides, b.strides)) return false;
  if (a.rows === undefined || b.rows === undefined) return a.rows === b.rows;
  return a.rows.stride === b.rows.stride && a.rows.count === b.rows.count && sameView(a.rows.indices, b.rows.indices);
}
