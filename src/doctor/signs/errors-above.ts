import type { Measured } from "../examination.ts";

/** Numbers in findings are finite. */
const MOST = 1000;

/** By how many standard errors of their difference `a` is above `b`; negative where it is below. At most 1,000. */
export function errorsAbove(a: Measured, b: Measured | number): number {
  const other = typeof b === "number" ? { mean: b, error: 0 } : b;
  const difference = a.mean - other.mean;
  const error = Math.sqrt(a.error ** 2 + other.error ** 2); // √(s_a² + s_b²)
  const errors = difference === 0 ? 0 : difference / error;
  return Math.max(-MOST, Math.min(MOST, errors));
}
