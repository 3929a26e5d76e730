import { once } from "../../once.ts";
import { type Buffer, type Kernel, readsOf, writesOf } from "../kernel.ts";
import { BLOCKS, isTilable, SHARE, type Tiling, tiledInto } from "./tiling.ts";

/** Numbers that may lie in memory long before they are read. */
const SMALL = 4096;
/** Places in memory that the kernels of a sweep may have in all: each is a parameter of its function, and engines allow a thousand. */
const MOST_PLACES = 900;
/** How many blocked kernels to look past when searching for one that can run in this phase. */
const LOOK_AHEAD = 32;

/**
 * Kernels phase by phase, with a barrier behind each: those of one phase do not wait for one another. Kernels that follow
 * one another sample by sample need no barrier in between: they become a sweep, which takes one block of the samples
 * through all of them while it is in the cache, then the next.
 */
export function inPhases(kernels: readonly Kernel[]): Kernel[][] {
  const phases: Kernel[][] = [];
  const waiting = preparedFirst(kernels);
  while (waiting.length > 0) {
    const phase = new Phase();
    const deferred = new Touched();
    const behind: Kernel[] = [];
    let next = 0;
    for (; next < waiting.length && behind.length <= LOOK_AHEAD; next++) {
      const kernel = waiting[next];
      const reads = readsOf(kernel);
      const writes = writesOf(kernel);
      if (deferred.conflictsWith(reads, writes) || !phase.add(kernel, reads, writes, behind.length > 0)) {
        deferred.add(reads, writes);
        behind.push(kernel);
      }
    }
    phases.push(phase.kernels());
    waiting.splice(0, next, ...behind);
  }
  return phases;
}

/** Weights of convolutions in Winograd's form are made of variables alone: they are transformed before all else. */
function preparedFirst(kernels: readonly Kernel[]): Kernel[] {
  const sources = new Map<Buffer, Kernel>();
  for (const kernel of kernels) for (const buffer of writesOf(kernel)) sources.set(buffer, kernel);
  const ofVariables = (kernel: Kernel) => readsOf(kernel).every(({ kind }) => kind === "variable");
  const turned = new Set<Kernel>();
  const transformed = new Set<Kernel>();
  for (const kernel of kernels) {
    if (kernel.kind !== "winogradWeights") continue;
    const source = sources.get(kernel.weights);
    if (ofVariables(kernel)) transformed.add(kernel);
    else if (source?.kind === "map" && ofVariables(source)) {
      turned.add(source);
      transformed.add(kernel);
    }
  }
  const others = kernels.filter((kernel) => !turned.has(kernel) && !transformed.has(kernel));
  return [...turned, ...transformed, ...others];
}

/** Buffers that some kernels read and write. */
class Touched {
  readonly reads = new Set<Buffer>();
  readonly writes = new Set<Buffer>();

  add(reads: readonly Buffer[], writes: readonly Buffer[]): void {
    for (const buffer of reads) this.reads.add(buffer);
    for (const buffer of writes) this.writes.add(buffer);
  }

  /** Whether a kernel with these has to come before or after. */
  conflictsWith(reads: readonly Buffer[], writes: readonly Buffer[]): boolean {
    for (const buffer of reads) if (this.writes.has(buffer)) return true;
    for (const buffer of writes) if (this.writes.has(buffer) || this.reads.has(buffer)) return true;
    return false;
  }
}

/** Kernels that run one after another in one phase; more than one only if they are tiled the same way. */
class Unit {
  readonly kernels: Kernel[];
  readonly tilings: readonly Tiling[];
  readonly blocks: number;
  /** In memory, of all its kernels together. */
  readonly places: number;
  /** The unit that it became part of. */
  joined: Unit | undefined;

  constructor(kernels: Kernel[], blocks: number, tilings: readonly Tiling[]) {
    this.kernels = kernels;
    this.blocks = blocks;
    this.tilings = tilings;
    this.places = kernels.reduce((sum, kernel) => sum + placesOf(kernel), 0);
  }

  /** Tiled into n blocks; undefined if one of its kernels cannot be. */
  tiledInto(blocks: number): readonly Tiling[] | undefined {
    if (blocks === this.blocks) return this.tilings;
    return whole(this.kernels, (kernel) => tiledInto(blocks, kernel));
  }
}

class Phase {
  /** In order. */
  readonly #units = new Set<Unit>();
  /** Who reads and writes a buffer: what is written is touched by one unit alone. */
  readonly #readers = new Map<Buffer, Unit[]>();
  readonly #writer = new Map<Buffer, Unit>();

  /**
   * Takes a kernel, unless it has to wait for the whole phase. One that is looked ahead for must follow another, or be
   * small: what is large should not lie in memory before it is needed.
   */
  add(kernel: Kernel, reads: readonly Buffer[], writes: readonly Buffer[], ahead: boolean): boolean {
    const before = this.#before(reads, writes);
    let unit: Unit | undefined = new Unit([kernel], 1, []);
    if (before.length === 0) {
      if (ahead && kernel.kind !== "fill" && writes.some(({ size }) => size > SMALL)) return false;
    } else {
      if (!isTilable(kernel) || before.some(({ kernels }) => !isTilable(kernels[0]))) return false;
      unit = sweepOf([...before, unit]);
      if (unit === undefined) return false;
      for (const part of before) {
        part.joined = unit;
        this.#units.delete(part);
      }
    }
    this.#units.add(unit);
    for (const buffer of reads) once(this.#readers, buffer, () => []).push(unit);
    for (const buffer of writes) this.#writer.set(buffer, unit);
    return true;
  }

  kernels(): Kernel[] {
    return [...this.#units].map(({ kernels, blocks }) =>
      kernels.length === 1 ? kernels[0] : { kind: "sweep", blocks, kernels },
    );
  }

  /** The units that a kernel has to come after, in order. */
  #before(reads: readonly Buffer[], writes: readonly Buffer[]): Unit[] {
    const found = new Set<Unit>();
    const add = (unit: Unit | undefined) => {
      let whole = unit;
      while (whole?.joined !== undefined) whole = whole.joined;
      if (whole !== undefined) found.add(whole);
    };
    for (const buffer of reads) add(this.#writer.get(buffer));
    for (const buffer of writes) {
      add(this.#writer.get(buffer));
      this.#readers.get(buffer)?.forEach(add);
    }
    return found.size > 1 ? [...this.#units].filter((unit) => found.has(unit)) : [...found];
  }
}

/** Several units as one, if all can be tiled the same way so that no block needs what another one writes. */
function sweepOf(units: readonly Unit[]): Unit | undefined {
  if (units.reduce((sum, { places }) => sum + places, 0) > MOST_PLACES) return undefined;
  for (const blocks of candidates(units)) {
    const all = whole(units, (unit) => unit.tiledInto(blocks))?.flat();
    if (all === undefined) continue;
    const written = new Set(all.flatMap(({ writes }) => [...writes]));
    if (all.every(({ reads }) => [...reads].every(([buffer, touch]) => touch === "share" || !written.has(buffer))))
      return new Unit(
        units.flatMap(({ kernels }) => kernels),
        blocks,
        all,
      );
  }
  return undefined;
}

/** Places that a kernel is told, at most. */
function placesOf(kernel: Kernel): number {
  if (kernel.kind !== "map" && kernel.kind !== "reduce") return readsOf(kernel).length + writesOf(kernel).length;
  const read = kernel.terms.reduce(
    (sum, term) => sum + (term.op !== "load" ? 0 : term.view.rows === undefined ? 1 : 2),
    0,
  );
  return read + (kernel.kind === "map" ? kernel.stores : kernel.results).length;
}

/** What `of` gives for each of a list, the last first, if it gives something for all: what was added last is what may not fit. */
function whole<T, R>(list: readonly T[], of: (one: T) => R | undefined): R[] | undefined {
  const all = new Array<R>(list.length);
  for (let i = list.length - 1; i >= 0; i--) {
    const one = of(list[i]);
    if (one === undefined) return undefined;
    all[i] = one;
  }
  return all;
}

/** Numbers of blocks to try, those around what fits the cache first. */
function candidates(units: readonly Unit[]): number[] {
  const written: number[] = [];
  for (const { kernels } of units)
    for (const kernel of kernels) for (const { size } of writesOf(kernel)) written.push(size);
  const ideal = Math.min(BLOCKS.at(-1) as number, Math.max(BLOCKS[0], (4 * Math.max(...written)) / SHARE));
  const distance = (blocks: number) => Math.max(blocks / ideal, ideal / blocks);
  return BLOCKS.filter((blocks) => distance(blocks) <= 2 && written.every((size) => size % blocks === 0)).sort(
    (a, b) => distance(a) - distance(b),
  );
}
