import type { ReduceKernel } from "../../../plan/kernel.ts";
import { splitDepth } from "./emitted.ts";

/** Reduced loops of up to this many steps in all are unrolled. */
const UNROLL = 16;
/** Terms in all unrolled steps together: bounds the code. The benchmark's networks have at most 112, so it is not tuned. */
const UNROLLED_TERMS = 256;
/** Vectors of results whose sums are kept in registers side by side. */
const COPIES = 4;
/**
 * Only up to this many terms times results, which bounds registers and code. The benchmark's networks have at most 36, so
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
  readonly unrolled: boolean;

  constructor({ extents, reduced, terms, results }: ReduceKernel, alongFirst: boolean) {
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
    this.vectorized = extents.length > 0 && extents[last] >= 4 && contiguous && joined;
    this.copies = this.vectorized && terms.length * results.length <= COPIED_TERMS ? COPIES : 1;
    const reducedSize = this.extents.slice(this.kept).reduce((size, extent) => size * extent, 1);
    this.unrolled = this.keptLast && reducedSize <= UNROLL && reducedSize * terms.length <= UNROLLED_TERMS;
    this.split = this.kept === 0 ? -1 : alongFirst ? 0 : splitDepth(this.extents, this.kept);
  }
}
