import { CONFIDENCE } from "./levels.ts";
import { studentTQuantile } from "./student-t.ts";

/**
 * The mean of a metric over the seeds, with its 95 % interval (Student's t); one seed has no interval. The interval of a
 * share is cut to [0, 1], and that of a difference of shares to [−1, 1].
 */
export interface Estimate {
  /** The mean over the seeds. */
  mean: number;
  /** Where the 95 % interval begins; absent with one seed. */
  low?: number;
  /** Where the 95 % interval ends; absent with one seed. */
  high?: number;
  /** Student's ends of an interval that was cut: { high: 1.012 }. */
  beyond?: { low?: number; high?: number };
  /** Standard deviation over the seeds; absent with one seed. */
  deviation?: number;
  /** How many seeds there are. */
  count: number;
}

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

function standardDeviation(values: readonly number[], mean: number): number {
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
