import { SIGNIFICANCE } from "../../compare/statistics/levels.ts";

/**
 * The level of the k-th study of a treatment, 0.05 / (k (k + 1)): 0.025, 0.0083, 0.0042, … The levels of all studies sum to 0.05,
 * so that with this probability at most anything is kept that has no effect, however many changes are tried (Bonferroni's
 * inequality with weights; Dunn 1961, "Multiple comparisons among means", J. of the American Statistical Association 56).
 */
export function levelOf(k: number): number {
  return SIGNIFICANCE / (k * (k + 1));
}
