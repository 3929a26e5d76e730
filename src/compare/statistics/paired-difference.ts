import { usageError } from "../../errors.ts";
import { type Estimate, estimate } from "./estimate.ts";
import { twoSidedP } from "./student-t.ts";

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
