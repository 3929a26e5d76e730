import { BYTES } from "../../graph/primitives.ts";
import {
  type Buffer,
  type Kernel,
  type MapKernel,
  type ReduceKernel,
  readsOf,
  type View,
  writesOf,
} from "../kernel.ts";
import { weightOf } from "../lower/weight-of.ts";
import { appendTerms } from "./append-terms.ts";
import { type Axes, overAxes } from "./over-axes.ts";

/** A value is computed again for each reader up to this cost, in cheap instructions. */
const LIMIT = 12;
/** No expression grows beyond this. */
const TERM_LIMIT = 150;

/**
 * Values that are made of less memory than they fill are not stored: those who read them compute them, in loops that follow
 * the axes of what they are made of. So the gradient of max pooling, which is spread over windows from a quarter of its
 * numbers, is nowhere written.
 *
 * @param kept buffers that others read too: they are stored all the same
 */
export function computeInReaders(kernels: readonly Kernel[], kept: ReadonlySet<Buffer>): Kernel[] {
  const result = [...kernels];
  for (const kernel of kernels) {
    const source = sourceOf(kernel);
    if (source === undefined) continue;
    const { buffer } = source.stores[0].view;
    if (result.some((other) => other !== kernel && writesOf(other).includes(buffer))) continue;
    const readers = result.flatMap((other, at) => (readsOf(other).includes(buffer) ? [at] : []));
    const computing = readers.map((at) => computedIn(result[at], source));
    if (readers.length === 0 || computing.includes(undefined)) continue;
    readers.forEach((at, i) => {
      result[at] = computing[i] as Kernel;
    });
    if (!kept.has(buffer)) result.splice(result.indexOf(kernel), 1);
  }
  return result;
}

/** The kernel, if it fills a buffer with what is cheap to compute of much less memory. */
function sourceOf(kernel: Kernel): MapKernel | undefined {
  if (kernel.kind !== "map" || kernel.stores.length !== 1) return undefined;
  const [{ view, accumulate }] = kernel.stores;
  if (accumulate || view.buffer.kind !== "temporary" || !fills(kernel, view)) return undefined;
  const cost = kernel.terms.reduce((sum, term) => sum + ("args" in term ? weightOf(term.op) : 1), 0);
  if (cost > LIMIT) return undefined;
  const read = [...new Set(readsOf(kernel))].reduce((bytes, { size, storage }) => bytes + size * BYTES[storage], 0);
  return 2 * read <= view.buffer.size * BYTES.float ? kernel : undefined;
}

/** Whether a walk comes to each number of its buffer once. */
function fills({ extents }: MapKernel, { buffer, offset, strides }: View): boolean {
  let size = 1;
  for (const axis of axesAlong(extents, strides).reverse()) {
    if (strides[axis] !== size) return false;
    size *= extents[axis];
  }
  return offset === 0 && size === buffer.size;
}

/** Axes of more than one step, by their strides, the largest first. */
function axesAlong(extents: readonly number[], strides: readonly number[]): number[] {
  const axes = extents.flatMap((extent, axis) => (extent === 1 ? [] : [axis]));
  return axes.sort((a, b) => strides[b] - strides[a]);
}

/** A reader that computes what it loaded, or undefined if it cannot. */
function computedIn(reader: Kernel, source: MapKernel): Kernel | undefined {
  if (reader.kind !== "map" && reader.kind !== "reduce") return undefined;
  // The place of a maximum is counted in the order of the loops, which changes.
  if (reader.kind === "reduce" && reader.results.some(({ op }) => op === "argMax")) return undefined;
  if (reader.terms.length + source.terms.length > TERM_LIMIT) return undefined;
  const [{ view, term: value }] = source.stores;
  const [load, ...others] = viewsIn(reader).filter(
    ({ buffer, rows }) => buffer === view.buffer || rows?.indices.buffer === view.buffer,
  );
  const axes = others.length > 0 || load.rows !== undefined ? undefined : axesOf(reader, load, source);
  if (axes === undefined) return undefined;

  const own = overAxes(reader, axes.ofReader);
  const terms = [...overAxes(source, axes.ofSource).terms];
  const moved = appendTerms(terms, own.terms, (term) =>
    term.op === "load" && term.view.buffer === view.buffer ? value : undefined,
  );
  if (own.kind === "map")
    return { ...own, terms, stores: own.stores.map((store) => ({ ...store, term: moved[store.term] })) };
  return { ...own, terms, results: own.results.map((result) => ({ ...result, term: moved[result.term] })) };
}

/** Where terms load from. */
function viewsIn({ terms }: MapKernel | ReduceKernel): View[] {
  return terms.flatMap((term) => (term.op === "load" ? [term.view] : []));
}

/** Part of an axis of a reader, which is an axis of the source. */
interface Part {
  reader: number;
  /** How many steps of the reader's axis are one of this part. */
  steps: number;
  source: number;
  /** Whether the source reads the same all along it. */
  repeats: boolean;
}

/**
 * The reader's axes, split as those of the source are where both walk through the buffer between them; undefined if they
 * differ. A map goes on through memory in its order. A reduction, which is no further than it is fast to compute, comes to
 * where the source repeats what it reads last but one, so that this is read once.
 */
function axesOf(
  reader: MapKernel | ReduceKernel,
  view: View,
  source: MapKernel,
): { ofReader: Axes; ofSource: Axes } | undefined {
  const stored = source.stores[0].view.strides;
  const among = axesAlong(source.extents, stored);
  const split: Part[] = [];
  for (const [axis, extent] of reader.extents.entries()) {
    if (extent === 1) continue;
    const step = view.strides[axis];
    const parts = among.filter((part) => stored[part] >= step && stored[part] < step * extent);
    const walked = parts.reduce((size, part) => size * source.extents[part], 1);
    if (view.offset !== 0 || parts.length === 0 || stored[parts.at(-1) as number] !== step || walked !== extent)
      return undefined;
    for (const part of parts) {
      const repeats = parts.length > 1 && viewsIn(source).every(({ strides }) => strides[part] === 0);
      split.push({ reader: axis, steps: stored[part] / step, source: part, repeats });
    }
  }
  if (split.length !== among.length || new Set(split.map(({ source: part }) => part)).size !== among.length)
    return undefined;
  const ordered = reader.kind === "reduce" ? repeatsLast(split) : split;
  const extents = ordered.map((axis) => source.extents[axis.source]);
  return {
    ofReader: {
      extents,
      of: ordered.map((axis) => axis.reader),
      along: (strides) => ordered.map((axis) => (strides[axis.reader] ?? 0) * axis.steps),
    },
    ofSource: {
      extents,
      of: ordered.map((axis) => axis.source),
      along: (strides) => ordered.map((axis) => strides[axis.source] ?? 0),
    },
  };
}

function repeatsLast(parts: readonly Part[]): Part[] {
  const [last] = parts.slice(-1);
  const others = parts.slice(0, -1);
  return [...others.filter(({ repeats }) => !repeats), ...others.filter(({ repeats }) => repeats), last];
}
