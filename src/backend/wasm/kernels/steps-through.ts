import type { Shift } from "./expression.ts";

/** Every index of some loops, in order; of no loops, the one empty index. */
export function stepsThrough(extents: readonly number[]): Shift[] {
  return extents.reduce<number[][]>(
    (all, extent) => all.flatMap((shift) => Array.from({ length: extent }, (_, i) => [...shift, i])),
    [[]],
  );
}
