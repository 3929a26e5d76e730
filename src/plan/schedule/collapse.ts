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
  const walks = walksOf(kernel);
  const groups: number[][] = [];
  for (const axis of kept) {
    const group = groups.at(-1);
    const joins = reduced?.[axis] !== true && group !== undefined;
    if (joins && walksAsOne(kernel, walks, group.at(-1) as number, axis)) group.push(axis);
    else groups.push([axis]);
  }
  if (groups.length === kernel.extents.length) return kernel;
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
function walksAsOne(
  kernel: MapKernel | ReduceKernel,
  walks: readonly (readonly number[])[],
  outer: number,
  inner: number,
): boolean {
  if (kernel.kind === "reduce" && kernel.reduced[outer] !== kernel.reduced[inner]) return false;
  return walks.every((strides) => strides[outer] === strides[inner] * kernel.extents[inner]);
}

function walksOf(kernel: MapKernel | ReduceKernel): (readonly number[])[] {
  const walks = (kernel.kind === "map" ? kernel.stores : kernel.results).map(({ view }) => view.strides);
  for (const term of kernel.terms) {
    if (term.op === "index") walks.push(term.strides);
    if (term.op !== "load") continue;
    walks.push(term.view.strides);
    if (term.view.rows !== undefined) walks.push(term.view.rows.indices.strides);
  }
  return walks;
}
