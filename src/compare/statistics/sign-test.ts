import { exp } from "../../exact-math/exp.ts";
import { log } from "../../exact-math/log.ts";

/** In how many seeds each was ahead. Plain JSON. */
export interface SignTest {
  /** Seeds in which the variant measured more than the baseline. */
  higher: number;
  /** Seeds in which it measured less. */
  lower: number;
  /** Seeds in which both measured the same; the test leaves them out. */
  equal: number;
  /** Two-sided, exact. */
  p: number;
}

/**
 * The exact two-sided sign test: how likely so uneven a split is where either is ahead equally often, whatever the differences
 * are distributed like (Arbuthnott 1710; Conover 1999, "Practical Nonparametric Statistics", section 3.4).
 */
export function signTest(differences: readonly number[], rounding = 0): SignTest {
  const higher = differences.filter((each) => each > rounding).length;
  const lower = differences.filter((each) => each < -rounding).length;
  const count = higher + lower;
  // P(X ≤ fewer) for X ~ B(count, ½); term k is C(count, k) / 2^count, by its logarithm, which does not underflow.
  let logTerm = -count * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= Math.min(higher, lower); k++) {
    tail += exp(logTerm);
    logTerm += log((count - k) / (k + 1));
  }
  return { higher, lower, equal: differences.length - count, p: Math.min(1, 2 * tail) };
}
