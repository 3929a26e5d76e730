import type { View } from "./kernel.ts";

/** Whether two walks come to the same memory in the same order. */
export function sameView(a: View, b: View): boolean {
  if (a.buffer !== b.buffer || a.offset !== b.offset || !sameNumbers(a.strides, b.strides)) return false;
  if (a.rows === undefined || b.rows === undefined) return a.rows === b.rows;
  return a.rows.stride === b.rows.stride && a.rows.count === b.rows.count && sameView(a.rows.indices, b.rows.indices);
}

export function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
