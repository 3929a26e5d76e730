import type { Kernel, MapKernel, ReduceKernel } from "../kernel.ts";
import { overAxes } from "./over-axes.ts";

/**
 * The same loops with fewer axes: those of extent 1 dropped, neighbors joined where every view walks through both as through one.
 * `bySample`: whether a sum goes along rows, of which length, or down columns decides its order, and is left to the shape that is
 * summed: its axes are not joined, and a column remains one if it is alone. For a single sample has an axis of extent 1, and in its
 * memory axes are one that are apart in that of several.
 */
export function collapse(kernel: Kernel, bySample = false): Kernel {
  if (kernel.kind !== "map" && kernel.kind !== "reduce") return kernel;
  const reduced = bySample && kernel.kind === "reduce" ? kernel.reduced : undefined;
  const column = reduced && lastOfColumn(kernel.extents, reduced);
  const kept = kernel.extents.flatMap((extent, axis) => (extent === 1 && axis !== column ? [] : [axis]));
  const groups: number[][] = [];
  for (const axis of kept) {
    const group = groups.at(-1);
    const joins = reduced?.[axis] !== true && group !== undefined;
    if (joins && walksAsOne(kernel, group.at(-1) as number, axis)) group.push(axis);
    else groups.push([axis]);
  }
  return overAxes(kernel, {
    extents: groups.map((group) => group.reduce((size, axis) => size * kernel.extents[axis], 1)),
    of: groups.map(([axis]) => axis),
    along: (strides) => groups.map((group) => strides[group.at(-1) as number]),
  });
}

/** Where there is a single column, the axis along which others would lie beside it. */
function lastOfColumn(extents: readonly number[], reduced: readonly boolean[]): number | undefined {
  const column = reduced.lastIndexOf(false);
  const last = extents.findLastIndex((extent) => extent !== 1);
  return column > last && reduced[last] ? column : undefined;
}

/** Whether stepping along `outer` is the same as walking all of `inner`, for every walk of the kernel. */
function walksAsOne(kernel: MapKernel | ReduceKernel, outer: number, inner: number): boolean {
  if (kernel.kind === "reduce" && kernel.reduced[outer] !== kernel.reduced[inner]) return false;
  return walksOf(kernel).every((strides) => strides[outer] === strides[inner] * kernel.extents[inner]);
}

function walksOf(kernel: MapKernel | ReduceKernel): (readonly number[])[] {
  const walks = kernel.terms.flatMap((term) => {
    if (term.op === "index") return [term.strides];
    if (term.op !== "load") return [];
    return term.view.rows === undefined ? [term.view.strides] : [term.view.strides, term.view.rows.indices.strides];
  });
  const stored = kernel.kind === "map" ? kernel.stores : kernel.results;
  return [...walks, ...stored.map(({ view }) => view.strides)];
}
