import type { Study } from "evenkeel";

/** How much more of the test samples B reads right than A: a mean over seeds, with its 95 % interval. */
export interface Gain {
  mean: number;
  low: number;
  high: number;
  /** How many pairs it is the mean of. */
  pairs: number;
}

/** What a study says of B against A. Undefined before two pairs were measured, or where something else was measured. */
export function gainOf(study: Study | undefined): Gain | undefined {
  if (study?.metric !== "accuracy") return undefined;
  const difference = study.effects.find(({ kind }) => kind !== "base")?.difference;
  if (difference === undefined || difference.count < 2) return undefined;
  const { mean, low, high, count } = difference;
  if (low === undefined || high === undefined || ![mean, low, high].every(Number.isFinite)) return undefined;
  return { mean, low, high, pairs: count };
}
