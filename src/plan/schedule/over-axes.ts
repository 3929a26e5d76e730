import type { MapKernel, ReduceKernel, Term, View } from "../kernel.ts";

/** How a kernel's loops become others: their extents, and what the strides along the former axes are along these. */
export interface Axes {
  extents: readonly number[];
  /** For each axis, an axis of the kernel whose place it takes: where that is reduced, so is this. */
  of: readonly number[];
  along(strides: readonly number[]): number[];
}

/** The same kernel, its loops over other axes. */
export function overAxes<K extends MapKernel | ReduceKernel>(kernel: K, { extents, of, along }: Axes): K;
export function overAxes(kernel: MapKernel | ReduceKernel, { extents, of, along }: Axes): MapKernel | ReduceKernel {
  const moved = (view: View): View => ({
    ...view,
    strides: along(view.strides),
    rows: view.rows && { ...view.rows, indices: moved(view.rows.indices) },
  });
  const terms = kernel.terms.map((term): Term => {
    if (term.op === "load") return { op: "load", view: moved(term.view) };
    return term.op === "index" ? { ...term, strides: along(term.strides) } : term;
  });
  if (kernel.kind === "map")
    return { ...kernel, extents, terms, stores: kernel.stores.map((store) => ({ ...store, view: moved(store.view) })) };
  return {
    ...kernel,
    extents,
    terms,
    reduced: of.map((axis) => kernel.reduced[axis]),
    results: kernel.results.map((result) => ({ ...result, view: moved(result.view) })),
  };
}
