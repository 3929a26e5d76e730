import { sameShape } from "../../graph/shape.ts";
import { once } from "../../once.ts";
import {
  type Buffer,
  type Kernel,
  type MapKernel,
  memoized,
  type ReduceKernel,
  readsOf,
  type View,
  writesOf,
} from "../kernel.ts";
import { sameView } from "../same-view.ts";
import { appendTerms } from "./append-terms.ts";

/** No merged expression grows beyond this. */
const TERM_LIMIT = 150;

/**
 * Joins kernels that walk the same indices over some of the same memory, so that it is read once: the mean and the
 * maximum's place of one tensor, the new parameter and the new moments of one update. A kernel moves up to an earlier
 * one, at most `back` places before, if all that it reads is there by then. One that reads a value right where another
 * stores it joins that one.
 */
export function merge(kernels: readonly Kernel[], back = Number.POSITIVE_INFINITY): Kernel[] {
  const merged = new Merged();
  for (const kernel of kernels) {
    const partner = mergeable(kernel) ? partnerOf(kernel, merged, back) : undefined;
    if (partner === undefined) merged.add(kernel);
    else merged.join(partner, kernel as MapKernel | ReduceKernel);
  }
  return merged.places.map((place) => place.kernel);
}

/** A kernel, and where it stands among the others. */
interface Place {
  kernel: Kernel;
  at: number;
}

/** The kernels so far, in order, and by what they read and write: of hundreds, a kernel has to do with few. */
class Merged {
  readonly places: Place[] = [];
  readonly #writing = new Map<Buffer, Set<Place>>();
  readonly #reading = new Map<Buffer, Set<Place>>();
  /** By where they load more than one number from. */
  readonly #loading = new Map<Buffer, Set<Place>>();

  add(kernel: Kernel): void {
    const place = { kernel, at: this.places.length };
    this.places.push(place);
    this.#note(place, kernel);
  }

  join(partner: Place, kernel: MapKernel | ReduceKernel): void {
    partner.kernel = join(partner.kernel as MapKernel | ReduceKernel, kernel);
    this.#note(partner, kernel);
    this.#fillBefore(partner, writesOf(kernel));
  }

  /** The places of kernels that could be joined, or must not be passed, the latest first. */
  concerning(kernel: MapKernel | ReduceKernel): Place[] {
    const found = new Set<Place>();
    const add = (places: Iterable<Place> = []) => {
      for (const place of places) found.add(place);
    };
    for (const buffer of readsOf(kernel)) add(this.#writing.get(buffer));
    for (const buffer of writesOf(kernel)) {
      add(this.#writing.get(buffer));
      add(this.#reading.get(buffer));
    }
    for (const { buffer } of wideLoads(kernel)) add(this.#loading.get(buffer));
    return [...found].sort((a, b) => b.at - a.at);
  }

  #note(place: Place, kernel: Kernel): void {
    for (const buffer of readsOf(kernel)) once(this.#reading, buffer, newSet).add(place);
    for (const buffer of writesOf(kernel)) once(this.#writing, buffer, newSet).add(place);
    if (mergeable(kernel)) for (const { buffer } of wideLoads(kernel)) once(this.#loading, buffer, newSet).add(place);
  }

  /** Moves the fills of some buffers, which read nothing, to before a kernel that now writes to these buffers. */
  #fillBefore(partner: Place, written: readonly Buffer[]): void {
    for (let i = partner.at + 1; i < this.places.length; i++) {
      const place = this.places[i];
      if (!(place.kernel.kind === "fill" && written.includes(place.kernel.buffer))) continue;
      const first = partner.at;
      this.places.splice(i, 1);
      this.places.splice(first, 0, place);
      for (let at = first; at <= i; at++) this.places[at].at = at;
    }
  }
}

const newSet = () => new Set<Place>();

function mergeable(kernel: Kernel): kernel is MapKernel | ReduceKernel {
  return kernel.kind === "reduce" || (kernel.kind === "map" && kernel.stores.every(({ accumulate }) => !accumulate));
}

/** The place of the latest kernel that this one can join, at most `back` places before. */
function partnerOf(kernel: MapKernel | ReduceKernel, earlier: Merged, back: number): Place | undefined {
  const written = writesOf(kernel);
  const needed = [...readsOf(kernel), ...written];
  for (const place of earlier.concerning(kernel)) {
    if (place.at < earlier.places.length - back) return undefined;
    const other = place.kernel;
    if (other.kind === "fill" && written.includes(other.buffer)) continue;
    // What was written here is read or overwritten by the kernel, or what it overwrites is read here: no further up.
    if (writesOf(other).some((buffer) => needed.includes(buffer))) return follows(kernel, other) ? place : undefined;
    if (other.kind === kernel.kind && mergeable(other) && joinable(other, kernel)) return place;
    if (readsOf(other).some((buffer) => written.includes(buffer))) return undefined;
  }
  return undefined;
}

/** Whether a kernel reads what another one stores only at the very place at which it is stored: then it need not load it. */
function follows(kernel: MapKernel | ReduceKernel, other: Kernel): boolean {
  if (kernel.kind !== "map" || other.kind !== "map" || !mergeable(other)) return false;
  const stored = new Map(other.stores.map(({ view }) => [view.buffer, placeOf(view)]));
  // Of a variable, kernels read the old value.
  if ([...stored.keys()].some(({ kind }) => kind === "variable")) return false;
  return (
    sameShape(kernel.extents, other.extents) &&
    kernel.terms.length + other.terms.length <= TERM_LIMIT &&
    writesOf(kernel).every((buffer) => !stored.has(buffer)) &&
    overwritesSafely(kernel, other) &&
    kernel.terms.every((term) => {
      if (term.op !== "load") return true;
      if (term.view.rows !== undefined && stored.has(term.view.rows.indices.buffer)) return false;
      const place = stored.get(term.view.buffer);
      return place === undefined || (term.view.rows === undefined && place === placeOf(term.view));
    })
  );
}

function placeOf({ offset, strides }: View): string {
  return `${offset} ${strides}`;
}

function joinable(a: MapKernel | ReduceKernel, b: MapKernel | ReduceKernel): boolean {
  if (!sameShape(a.extents, b.extents)) return false;
  if (a.kind === "reduce" && b.kind === "reduce" && !reducesAlike(a, b)) return false;
  if (a.terms.length + b.terms.length > TERM_LIMIT) return false;
  const shared = wideLoads(b).some((view) => wideLoads(a).some((other) => sameView(view, other)));
  return shared && overwritesSafely(a, b) && overwritesSafely(b, a);
}

/** Along the last axis the place of a maximum is found element by element: sums and maxima keep their vectors. */
function reducesAlike(a: ReduceKernel, b: ReduceKernel): boolean {
  const findsPlace = ({ results }: ReduceKernel) => results.some(({ op }) => op === "argMax");
  return String(a.reduced) === String(b.reduced) && !(a.reduced.at(-1) && findsPlace(a) !== findsPlace(b));
}

/** What `a` overwrites, `b` reads only at the very place that is being overwritten. */
function overwritesSafely(a: MapKernel | ReduceKernel, b: MapKernel | ReduceKernel): boolean {
  const stores = a.kind === "map" ? a.stores : a.results;
  return stores.every(({ view }) =>
    b.terms.every(
      (term) =>
        term.op !== "load" ||
        term.view.buffer !== view.buffer ||
        (a.kind === "map" && term.view.offset === view.offset && String(term.view.strides) === String(view.strides)),
    ),
  );
}

/** Where a kernel loads more than one number from. */
const wideLoads = memoized(({ terms }: MapKernel | ReduceKernel) =>
  terms.flatMap((term) => (term.op === "load" && term.view.strides.some((stride) => stride !== 0) ? [term.view] : [])),
);

/** The term that a map stores at this place. */
function storedIn({ stores }: MapKernel, view: View): number | undefined {
  return stores.find((store) => store.view.buffer === view.buffer && placeOf(store.view) === placeOf(view))?.term;
}

/** Two kernels of one kind as one. */
function join(a: MapKernel | ReduceKernel, b: MapKernel | ReduceKernel): MapKernel | ReduceKernel {
  const terms = [...a.terms];
  const moved = appendTerms(terms, b.terms, (term) =>
    term.op === "load" && a.kind === "map" ? storedIn(a, term.view) : undefined,
  );
  if (a.kind === "map")
    return {
      ...a,
      terms,
      stores: [...a.stores, ...(b as MapKernel).stores.map((s) => ({ ...s, term: moved[s.term] }))],
    };
  return {
    ...a,
    terms,
    results: [...a.results, ...(b as ReduceKernel).results.map((r) => ({ ...r, term: moved[r.term] }))],
  };
}
