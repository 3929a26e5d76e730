import { usageError } from "../errors.ts";
import { defined } from "../options/defined.ts";
import type { Estimate } from "./study.ts";

/** The significance level: below it, p is significant. */
export const SIGNIFICANCE = 0.05;
/** The confidence level of every interval. */
const CONFIDENCE = 1 - SIGNIFICANCE;
/** How often a study of the recommended size finds a difference that is there. */
const POWER = 0.8;
/** The largest number of seeds ever recommended. */
export const MOST_SEEDS = 10_000;

/**
 * The mean of finite values with its 95 % interval, mean ± t(0.975; n − 1) · s / √n. With one value there is a mean and
 * no interval; with none, the mean is NaN.
 */
export function estimate(values: readonly number[]): Estimate {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { mean, count };
  const deviation = standardDeviation(values, mean);
  const reach = (standardErrors(count) * deviation) / Math.sqrt(count);
  return { mean, low: mean - reach, high: mean + reach, deviation, count };
}

/** How many standard errors the interval of n values reaches to either side: 12.7 for 2, 2.8 for 5, 2.0 for 60. */
export function standardErrors(count: number): number {
  return studentTQuantile((1 + CONFIDENCE) / 2, count - 1);
}

/**
 * The estimate with its interval cut to [least, most], outside of which no mean can lie: the rest contains the true mean
 * just as often. The ends that were cut off are kept as `beyond`.
 */
export function within<E extends Estimate>(each: E, least: number, most: number): E {
  const { low = least, high = most } = each;
  if (low >= least && high <= most) return each;
  const beyond = defined({ low: low < least ? low : undefined, high: high > most ? high : undefined });
  return { ...each, low: Math.max(low, least), high: Math.min(high, most), beyond };
}

/**
 * The mean of values[i] − baseline[i] with its 95 % interval, and the two-sided p of the paired t test (Student 1908,
 * "The probable error of a mean", Biometrika 6). Where all differences are equal, as far as float64 can tell, the
 * interval has no width and p is 1 if they are 0, else 0. p is absent with one pair.
 */
export function pairedDifference(values: readonly number[], baseline: readonly number[]): Estimate & { p?: number } {
  if (values.length !== baseline.length)
    throw usageError({
      where: "pairedDifference",
      expected: "as many values as baseline values",
      received: `${values.length} and ${baseline.length}`,
    });
  const differences = values.map((value, i) => value - baseline[i]);
  const rounding = 4 * Number.EPSILON * Math.max(...values.map(Math.abs), ...baseline.map(Math.abs));
  const result = estimate(differences);
  const { mean, count, deviation } = result;
  if (deviation === undefined) return result;
  if (deviation <= rounding) {
    const same = Math.abs(mean) <= rounding ? 0 : mean;
    return { mean: same, low: same, high: same, deviation: 0, count, p: same === 0 ? 1 : 0 };
  }
  return { ...result, p: twoSidedP((mean / deviation) * Math.sqrt(count), count - 1) };
}

function standardDeviation(values: readonly number[], mean: number): number {
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * Holm's adjusted p values, in the order given: reject where they are at most α, and the chance of any false rejection
 * is at most α (Holm 1979, "A simple sequentially rejective multiple test procedure", Scandinavian J. of Statistics 6).
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, i) => i).sort((a, b) => ps[a] - ps[b]);
  const adjusted = new Array<number>(ps.length);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, ps[index] * (ps.length - rank)));
    adjusted[index] = largest;
  });
  return adjusted;
}

/**
 * Roughly how many seeds a paired t test at 5 % needs to find a true mean difference of this size in 4 studies of 5: the
 * smallest n with n ≥ ((t(0.975; n − 1) + t(0.8; n − 1)) · deviation / difference)², at most `MOST_SEEDS` (Zar 2010,
 * "Biostatistical Analysis", section 7.7).
 */
export function seedsToDetect(difference: number, deviation: number): number {
  const ratio = Math.abs(deviation / difference);
  const enough = (n: number) =>
    Math.sqrt(n) >= ratio * (studentTQuantile((1 + CONFIDENCE) / 2, n - 1) + studentTQuantile(POWER, n - 1));
  if (!enough(MOST_SEEDS)) return MOST_SEEDS;
  let [tooFew, plenty] = [1, MOST_SEEDS];
  while (plenty - tooFew > 1) {
    const middle = (tooFew + plenty) >> 1;
    if (enough(middle)) plenty = middle;
    else tooFew = middle;
  }
  return plenty;
}

/** P(|T| ≥ |t|) = I(df / (df + t²); df/2, 1/2), accurate far into the tail. */
export function twoSidedP(t: number, df: number): number {
  checkDegrees(df);
  if (Number.isNaN(t)) return Number.NaN;
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return 0;
  return regularizedBeta(df / (df + square), df / 2, 0.5, square / (df + square));
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

/**
 * The regularized incomplete beta function I(x; a, b), by the continued fraction of DLMF 8.17.22 on the side of the
 * mean where it converges fast (Press et al. 2007, "Numerical Recipes", section 6.4).
 * @param complement 1 − x, which may be known more precisely than by subtraction.
 */
export function regularizedBeta(x: number, a: number, b: number, complement = 1 - x): number {
  if (x <= 0) return 0;
  if (complement <= 0) return 1;
  const logFront = a * Math.log(x) + b * Math.log(complement) + logGamma(a + b) - logGamma(a) - logGamma(b);
  const front = Math.exp(logFront);
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

/** Coefficients of Lanczos' approximation for g = 7 and nine terms (Godfrey 2001, "A note on the Lanczos approximation"). */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0 (Lanczos 1964, "A precision approximation of the gamma function", SIAM J. Numerical Analysis 1). */
function logGamma(x: number): number {
  const y = x - 1;
  const base = y + 7.5;
  const series = LANCZOS.reduce((sum, coefficient, k) => (k === 0 ? coefficient : sum + coefficient / (y + k)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(base) - base + Math.log(series);
}
