import { exp } from "../../exact-math/exp.ts";
import { log } from "../../exact-math/log.ts";
import { logGamma } from "./log-gamma.ts";

/**
 * The regularized incomplete beta function I(x; a, b), by the continued fraction of DLMF 8.17.22 on the side of the
 * mean where it converges fast (Press et al. 2007, "Numerical Recipes", section 6.4).
 * @param complement 1 − x, which may be known more precisely than by subtraction.
 */
export function regularizedBeta(x: number, a: number, b: number, complement = 1 - x): number {
  if (x <= 0) return 0;
  if (complement <= 0) return 1;
  const logFront = a * log(x) + b * log(complement) + logGamma(a + b) - logGamma(a) - logGamma(b);
  const front = exp(logFront);
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / a;
  return 1 - (front * betaFraction(complement, b, a)) / b;
}

/** The continued fraction of I(x; a, b) by the modified method of Lentz (Thompson and Barnett 1986). */
function betaFraction(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < Number.EPSILON) break;
  }
  return fraction;
}
