import { exponentOf, scaled } from "./exponent.ts";

/** The largest power of two that is no larger than x, for a finite x > 0. */
export function powerOfTwoUpTo(x: number): number {
  return scaled(1, exponentOf(x));
}
