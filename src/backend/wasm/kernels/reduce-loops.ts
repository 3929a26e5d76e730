import type { ReduceKernel, Term } from "../../../plan/kernel.ts";
import { splitDepth } from "./emitted.ts";

/** Innermost reduced loops of up to this many steps in all are unrolled. */
const UNROLL = 16;
/** Terms in all unrolled steps together: bounds the code. The benchmark's networks have at most 112, so it is not tuned. */
const UNROLLED_TERMS = 256;
/** Vectors of results whose sums are kept in registers side by side. */
const COPIES = 4;
/** Vectors that a processor holds at least. */
const REGISTERS = 16;
/**
 * Along a row only up to this many terms times results, which bounds registers and code. The benchmark's networks have at most 36, so
 * it is not tuned. It decides the order of some sums, and so their last bits.
 */
const COPIED_TERMS = 96;

/** The order of the loops: kept axes, then reduced ones. */
export class ReduceLoops {
  readonly order: number[];
  readonly extents: number[];
  /** How many loops are over kept axes. */
  readonly kept: number;
  readonly keptLast: boolean;
  readonly vectorDepth: number;
  readonly vectorized: boolean;
  readonly copies: number;
  /** The depth shared between threads, or −1 if there is one result only. */
  readonly split: number;
  /** The depth from which on the loops, all over reduced axes, are written out step by step. */
  readonly unrolled: number;

  /** @param bySample whether the extents alone decide the order of a sum, and not where in memory its terms lie */
  constructor(
    { extents, reduced, terms, results }: ReduceKernel,
    { alongFirst, bySample }: { alongFirst: boolean; bySample: boolean },
  ) {
    const axes = extents.map((_, axis) => axis);
    const kept = axes.filter((axis) => !reduced[axis]);
    this.order = [...kept, ...axes.filter((axis) => reduced[axis])];
    this.kept = kept.length;
    this.extents = this.order.map((axis) => extents[axis]);
    this.keptLast = reduced.at(-1) === false;
    const last = extents.length - 1;
    this.vectorDepth = this.keptLast ? this.kept - 1 : this.order.length - 1;
    const contiguous = terms.every((term) => {
      if (term.op !== "load") return true;
      const step = term.view.strides[last] ?? 0;
      return (step === 0 || step === 1) && (term.view.rows?.indices.strides[last] ?? 0) === 0;
    });
    const joined = this.keptLast
      ? results.every(({ view }) => view.strides[last] === 1)
      : results.every(({ op }) => op !== "argMax");
    const ordered = bySample && !this.keptLast; // four terms share a vector wherever they lie
    this.vectorized = extents.length > 0 && extents[last] >= 4 && (contiguous || ordered) && joined;
    if (!this.vectorized) this.copies = 1;
    else if (this.keptLast) this.copies = this.#copiesInRegisters(terms, results);
    else this.copies = ordered || terms.length * results.length <= COPIED_TERMS ? COPIES : 1;
    this.unrolled = this.keptLast ? this.#unrolledFrom(terms.length) : this.extents.length;
    this.split = this.kept === 0 ? -1 : alongFirst ? 0 : splitDepth(this.extents, this.kept);
  }

  /** The outermost depth whose loops, with all within, have few steps. */
  #unrolledFrom(terms: number): number {
    let [depth, steps] = [this.extents.length, 1];
    while (depth > this.kept) {
      steps *= this.extents[depth - 1];
      if (steps > UNROLL || steps * terms > UNROLLED_TERMS) break;
      depth--;
    }
    return depth;
  }

  /** How many neighboring vectors of results fit the registers: what is reduced of each, and what stays in the loops. */
  #copiesInRegisters(terms: readonly Term[], results: ReduceKernel["results"]): number {
    const reduced = this.order.slice(this.kept);
    const staying = terms.filter((term) => {
      if (term.op !== "load") return false;
      const { strides } = term.view;
      return strides[strides.length - 1] === 1 && reduced.every((axis) => strides[axis] === 0);
    });
    const held = results.reduce((sum, { op }) => sum + (op === "max" ? 2 : 1), 0);
    const each = held + new Set(results.map(({ term }) => term)).size + staying.length;
    return [COPIES, 2].find((copies) => copies * each <= REGISTERS) ?? 1;
  }
}
