import { exp } from "../../exact-math/exp.ts";

/** The density of N(0, 1). */
export function normalDensity(x: number): number {
  return exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** P(Z ≤ x) for Z ~ N(0, 1), accurate in the left tail too. */
export function normalCdf(x: number): number {
  return x > 0 ? 1 - normalTail(x) : normalTail(-x);
}

/** Where the continued fraction takes over from the series. */
const FAR = 3.5;

/**
 * P(Z > x) for Z ~ N(0, 1), accurate far into the tail: near the middle ½ − φ(x) · (x + x³/3 + x⁵/15 + …) (Marsaglia 2004,
 * "Evaluating the normal distribution", J. of Statistical Software 11), beyond it φ(x) / (x + 1/(x + 2/(x + …))) (DLMF 7.9.3).
 */
export function normalTail(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < 0) return 1 - normalTail(-x);
  if (x > 40) return 0;
  if (x < FAR) {
    let term = x;
    let sum = x;
    for (let k = 3; term > sum * (Number.EPSILON / 4); k += 2) {
      term *= (x * x) / k;
      sum += term;
    }
    return 0.5 - normalDensity(x) * sum;
  }
  let fraction = x;
  for (let k = Math.ceil(20 + 700 / (x * x)); k >= 1; k--) fraction = x + k / fraction;
  return normalDensity(x) / fraction;
}
