import type { Kernel, MapKernel, ReduceKernel, Term, View } from "../kernel.ts";

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
  return withAxes(kernel, groups);
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

function withAxes<K extends MapKernel | ReduceKernel>(kernel: K, groups: readonly number[][]): Kernel {
  const joined = (strides: readonly number[]) => groups.map((group) => strides[group.at(-1) as number]);
  const view = (v: View): View => ({
    ...v,
    strides: joined(v.strides),
    rows: v.rows && { ...v.rows, indices: view(v.rows.indices) },
  });
  const extents = groups.map((group) => group.reduce((size, axis) => size * kernel.extents[axis], 1));
  const terms = kernel.terms.map((term): Term => {
    if (term.op === "load") return { op: "load", view: view(term.view) };
    return term.op === "index" ? { ...term, strides: joined(term.strides) } : term;
  });
  if (kernel.kind === "map")
    return { ...kernel, extents, terms, stores: kernel.stores.map((store) => ({ ...store, view: view(store.view) })) };
  return {
    ...kernel,
    extents,
    terms,
    reduced: groups.map(([axis]) => kernel.reduced[axis]),
    results: kernel.results.map((result) => ({ ...result, view: view(result.view) })),
  };
}
