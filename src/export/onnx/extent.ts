import type { Shape } from "../../graph/shape.ts";

/** How long an axis is: a number, or so many for each sample of a batch, whose size is known when the model runs. */
export type Extent = number | { readonly perSample: number };

/** The axis of the batch. */
export const BATCH: Extent = { perSample: 1 };

/**
 * The sizes of the two batches for which a model is traced: what differs between the traces follows from the batch. Primes,
 * as no layer has.
 */
export const TRACED = [1009, 1013] as const;

/** The extents that two traces have in common; undefined where an axis is neither fixed nor in proportion to the batch. */
export function commonExtents(first: Shape, second: Shape): Extent[] | undefined {
  const extents = first.map((extent, axis) => commonExtent(extent, second[axis]));
  return first.length === second.length && extents.every((extent) => extent !== undefined) ? extents : undefined;
}

function commonExtent(first: number, second: number): Extent | undefined {
  if (first === second) return first;
  const perSample = first / TRACED[0];
  return perSample === second / TRACED[1] ? { perSample } : undefined;
}

export function sameExtents(a: readonly Extent[], b: readonly Extent[]): boolean {
  return a.length === b.length && a.every((extent, axis) => sameExtent(extent, b[axis]));
}

export function sameExtent(a: Extent, b: Extent): boolean {
  return typeof a === "number" || typeof b === "number" ? a === b : a.perSample === b.perSample;
}

/** The shape that all of these broadcast to, aligned at the last dimension. */
export function broadcastExtents(shapes: readonly (readonly Extent[])[]): Extent[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const own = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    return own.find((extent) => extent !== 1) ?? 1;
  });
}
