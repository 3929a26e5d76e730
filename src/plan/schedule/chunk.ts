import type { Buffer, Kernel, ReduceKernel, Term, View } from "../kernel.ts";
import { BLOCKS } from "./tiling.ts";

/** About how many elements a chunk of a long reduction has. */
const CHUNK = 16384;
/** Kept elements from which on a reduction has enough independent parts without being cut. */
const ENOUGH_PARTS = 1024;

/**
 * Cuts a long reduction with few results into chunks whose partial results are reduced in turn. The cut depends on the
 * sizes alone, never on the number of threads, so that the sums have the same bits for any number of them; and the
 * rounding error grows with the length of a chunk instead of the whole. `bySample` cuts by the length of each sum alone,
 * whatever the number of results.
 */
export function chunk(kernel: Kernel, temporary: (size: number, name: string) => Buffer, bySample = false): Kernel[] {
  if (kernel.kind !== "reduce") return [kernel];
  const { extents, reduced, results } = kernel;
  const axis = bySample ? longest(extents, reduced) : reduced.indexOf(true);
  const total = extents.reduce((size, extent) => size * extent, 1);
  const kept = extents.reduce((size, extent, i) => (reduced[i] ? size : size * extent), 1);
  if (total < 2 * CHUNK || results.some(({ op }) => op === "argMax")) return [kernel];
  const length = bySample ? total / kept : total;
  if (bySample ? length < 2 * CHUNK : kept >= ENOUGH_PARTS) return [kernel];
  const rows = rowsOfChunk(extents[axis], CHUNK / (length / extents[axis]));
  const full = Math.floor(extents[axis] / rows);
  const rest = extents[axis] - full * rows;
  const parts = full + (rest > 0 ? 1 : 0);
  if (parts < 2) return [kernel];

  const partials = results.map(({ view }) => temporary(parts * kept, `partial ${view.buffer.name}`));
  const keptStrides = contiguousStrides(extents, reduced);
  const pieces: Kernel[] = [part(kernel, { axis, start: 0, count: full, rows, first: 0 }, partials, keptStrides, kept)];
  if (rest > 0)
    pieces.push(
      part(kernel, { axis, start: full * rows, count: 1, rows: rest, first: full }, partials, keptStrides, kept),
    );
  return [...pieces, combination(kernel, parts, partials, keptStrides, kept, bySample)];
}

/** The longest reduced axis, of equal ones the first: with `bySample` they are not joined. */
function longest(extents: readonly number[], reduced: readonly boolean[]): number {
  return extents.reduce((best, extent, i) => (reduced[i] && extent > extents[best] ? i : best), reduced.indexOf(true));
}

/**
 * About `ideal` rows, so that chunks are equal if that is possible within a factor of two; of several such numbers the one
 * that goes with most ways to tile the samples into blocks (tiling.ts).
 */
function rowsOfChunk(extent: number, ideal: number): number {
  const [fewest, most] = [Math.ceil(extent / (2 * ideal)), Math.min(extent, Math.floor((2 * extent) / ideal))];
  let best = { parts: 0, ways: -1, distance: 0 };
  for (let parts = Math.max(1, fewest); parts <= most; parts++) {
    if (extent % parts !== 0) continue;
    const ways = BLOCKS.filter((blocks) => parts % blocks === 0).length;
    const ratio = (parts * ideal) / extent;
    const distance = Math.max(ratio, 1 / ratio);
    if (ways > best.ways || (ways === best.ways && distance < best.distance)) best = { parts, ways, distance };
  }
  return best.parts === 0 ? Math.max(1, Math.round(ideal)) : extent / best.parts;
}

/** `count` chunks of `rows` rows each, from row `start` on; `first`: the number of the first of them. */
interface Chunks {
  axis: number;
  start: number;
  count: number;
  rows: number;
  first: number;
}

/** The reduction of some chunks: the cut axis becomes [count, rows], with a partial result for each chunk. */
function part(
  kernel: ReduceKernel,
  { axis, start, count, rows, first }: Chunks,
  partials: readonly Buffer[],
  keptStrides: readonly number[],
  kept: number,
): ReduceKernel {
  const split = (strides: readonly number[]) => strides.toSpliced(axis, 1, strides[axis] * rows, strides[axis]);
  const moved = (view: View): View => ({
    ...view,
    offset: view.offset + start * view.strides[axis],
    strides: split(view.strides),
    rows: view.rows && { ...view.rows, indices: moved(view.rows.indices) },
  });
  return {
    kind: "reduce",
    extents: kernel.extents.toSpliced(axis, 1, count, rows),
    reduced: kernel.reduced.toSpliced(axis, 1, false, true),
    terms: kernel.terms.map((term): Term => {
      if (term.op === "load") return { op: "load", view: moved(term.view) };
      if (term.op !== "index") return term;
      return { ...term, offset: term.offset + start * term.strides[axis], strides: split(term.strides) };
    }),
    results: kernel.results.map(({ op, term }, i) => ({
      op,
      term,
      view: { buffer: partials[i], offset: first * kept, strides: keptStrides.toSpliced(axis, 1, kept, 0) },
    })),
  };
}

/** Reduces the partial results: [parts, kept axes …]. */
function combination(
  kernel: ReduceKernel,
  parts: number,
  partials: readonly Buffer[],
  keptStrides: readonly number[],
  kept: number,
  bySample: boolean,
): ReduceKernel {
  const axes = kernel.reduced.flatMap((reduced, axis) => (reduced ? [] : [axis]));
  const alone = bySample && axes.length === 0; // a column like those of several samples
  const pick = (strides: readonly number[]) => (alone ? [0] : axes.map((axis) => strides[axis]));
  return {
    kind: "reduce",
    extents: [parts, ...(alone ? [1] : pick(kernel.extents))],
    reduced: [true, ...(alone ? [false] : axes.map(() => false))],
    terms: partials.map(
      (buffer): Term => ({ op: "load", view: { buffer, offset: 0, strides: [kept, ...pick(keptStrides)] } }),
    ),
    results: kernel.results.map(({ op, view }, i) => ({
      op,
      term: i,
      view: { ...view, strides: [0, ...pick(view.strides)] },
    })),
  };
}

/** Row-major strides over the kept axes, 0 along the reduced ones. */
function contiguousStrides(extents: readonly number[], reduced: readonly boolean[]): number[] {
  const strides = new Array<number>(extents.length).fill(0);
  let stride = 1;
  for (let axis = extents.length - 1; axis >= 0; axis--) {
    if (reduced[axis]) continue;
    strides[axis] = stride;
    stride *= extents[axis];
  }
  return strides;
}
