import type { Kernel, MapKernel, ReduceKernel } from "../kernel.ts";
import { overAxes } from "./over-axes.ts";

/** The same loops with fewer axes: those of extent 1 dropped, neighbors joined where every view walks through both as through one. */
export function collapse(kernel: Kernel): Kernel {
  if (kernel.kind !== "map" && kernel.kind !== "reduce") return kernel;
  const kept = kernel.extents.flatMap((extent, axis) => (extent === 1 ? [] : [axis]));
  const groups: number[][] = [];
  for (const axis of kept) {
    const group = groups.at(-1);
    if (group !== undefined && walksAsOne(kernel, group.at(-1) as number, axis)) group.push(axis);
    else groups.push([axis]);
  }
  if (groups.length === kernel.extents.length) return kernel;
  return overAxes(kernel, {
    extents: groups.map((group) => group.reduce((size, axis) => size * kernel.extents[axis], 1)),
    of: groups.map(([axis]) => axis),
    along: (strides) => groups.map((group) => strides[group.at(-1) as number]),
  });
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
