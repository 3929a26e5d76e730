import { usageError } from "../../errors.ts";
import { regularizedBeta } from "./regularized-beta.ts";

/** P(|T| ≥ |t|) = I(df / (df + t²); df/2, 1/2), accurate far into the tail. */
export function twoSidedP(t: number, df: number): number {
  checkDegrees(df);
  if (Number.isNaN(t)) return Number.NaN;
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return 0;
  return regularizedBeta(df / (df + square), df / 2, 0.5, square / (df + square));
}

/** P(T ≥ t), accurate far into the tail. */
export function upperTail(t: number, df: number): number {
  const tail = twoSidedP(t, df) / 2;
  return t >= 0 ? tail : 1 - tail;
}

/** The t with P(T ≤ t) = p: bisection of the tail, down to neighboring float64 numbers or nearly so. */
export function studentTQuantile(p: number, df: number): number {
  checkDegrees(df);
  if (!(p >= 0 && p <= 1))
    throw usageError({ where: "studentTQuantile", expected: "a probability in [0, 1]", received: `${p}` });
  if (p === 0.5) return 0;
  if (p === 0 || p === 1) return p === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const bothTails = 2 * Math.min(p, 1 - p);
  let [low, high] = [0, 1];
  while (twoSidedP(high, df) > bothTails) [low, high] = [high, 2 * high];
  while (high - low > 2 * Number.EPSILON * high) {
    const middle = (low + high) / 2;
    if (twoSidedP(middle, df) > bothTails) low = middle;
    else high = middle;
  }
  return p < 0.5 ? -high : high;
}

function checkDegrees(df: number): void {
  if (df > 0 && Number.isFinite(df)) return;
  throw usageError({ where: "Student's t", expected: "degrees of freedom above 0", received: `${df}` });
}
