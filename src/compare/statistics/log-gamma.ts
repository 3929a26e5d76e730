import { log } from "../../exact-math/log.ts";

/** Coefficients of Lanczos' approximation for g = 7 and nine terms (Godfrey 2001, "A note on the Lanczos approximation"). */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0 (Lanczos 1964, "A precision approximation of the gamma function", SIAM J. Numerical Analysis 1). */
export function logGamma(x: number): number {
  const y = x - 1;
  const base = y + 7.5;
  const series = LANCZOS.reduce((sum, coefficient, k) => (k === 0 ? coefficient : sum + coefficient / (y + k)), 0);
  return 0.5 * log(2 * Math.PI) + (y + 0.5) * log(base) - base + log(series);
}
