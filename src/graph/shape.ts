import { sizeOf } from "../data/size-of.ts";

/** Row-major sizes of each dimension; [] is a single number. */
export type Shape = readonly number[];

export { sizeOf };

/** How far apart neighbors along each dimension lie in row-major memory. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a === b || (a.length === b.length && a.every((extent, axis) => extent === b[axis]));
}

/** "[64, 10]" */
export function showShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** "[batch, 28, 28, 1]" of the shape of one sample */
export function showBatch(sample: Shape): string {
  return `[${["batch", ...sample].join(", ")}]`;
}

/** The shape that both broadcast to, aligned at the last dimension, or undefined if there is none. */
export function broadcastShape(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const shape = new Array<number>(rank);
  for (let axis = 0; axis < rank; axis++) {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return undefined;
    shape[axis] = x === 1 ? y : x;
  }
  return shape;
}

/** Axes counted from the front, each once, ascending: [-1] of rank 3 is [2]. All axes if none are named. */
export function normalizeAxes(axes: number | readonly number[] | undefined, rank: number): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, axis) => axis);
  const list = typeof axes === "number" ? [axes] : axes;
  return [...new Set(list.map((axis) => (axis < 0 ? axis + rank : axis)))].sort((a, b) => a - b);
}

/** The shape after the axes were reduced to one. */
export function keptShape(shape: Shape, axes: readonly number[]): number[] {
  return shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
}
