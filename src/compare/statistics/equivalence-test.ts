import { SIGNIFICANCE } from "./levels.ts";
import { studentTQuantile, upperTail } from "./student-t.ts";

/** Whether a difference is small for sure. Plain JSON. */
export interface EquivalenceTest {
  /** The largest difference that counts as none, in units of the metric: 0.005 for half a percentage point. */
  margin: number;
  /** The larger p of the two one-sided tests: how surprising the data are if the true difference is as large as the margin. */
  p: number;
  /** p after Holm's correction for all comparisons of the study. */
  adjusted?: number;
  /** Where the 90 % interval begins: p is below 0.05 where it lies within the margin to both sides. */
  low: number;
  /** Where it ends. */
  high: number;
}

/**
 * Two one-sided t tests that a mean difference lies within ±margin (Schuirmann 1987, "A comparison of the two one-sided tests
 * procedure", J. of Pharmacokinetics and Biopharmaceutics 15; Lakens 2017, Social Psychological and Personality Science 8).
 * @param error the standard error of the mean.
 * @param df its degrees of freedom.
 */
export function equivalenceTest(mean: number, error: number, df: number, margin: number): EquivalenceTest {
  const reach = studentTQuantile(1 - SIGNIFICANCE, df) * error;
  const [above, below] = oneSidedPs(mean, error, df, margin);
  return { margin, p: Math.max(above, below), low: mean - reach, high: mean + reach };
}

/** p of "not above −margin" and of "not below margin". */
export function oneSidedPs(mean: number, error: number, df: number, margin: number): [number, number] {
  if (error === 0) return [mean > -margin ? 0 : 1, mean < margin ? 0 : 1];
  return [upperTail((mean + margin) / error, df), upperTail((margin - mean) / error, df)];
}
