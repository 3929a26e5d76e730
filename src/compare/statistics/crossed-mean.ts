import type { Estimate } from "./estimate.ts";
import { CONFIDENCE } from "./levels.ts";
import { studentTQuantile, twoSidedP } from "./student-t.ts";
import { type VarianceComponents, varianceComponents } from "./variance-components.ts";

/** A number of one seed on one split of the data. */
export interface CrossedValue {
  seed: number;
  dataSeed: number;
  value: number;
}

/** A mean with what it varies with, its standard error and degrees of freedom; none with fewer than two seeds or splits. */
export type CrossedMean = Estimate & { p?: number; error?: number; df?: number; variance?: VarianceComponents };

/**
 * The mean over seeds and splits, with an interval for other seeds on other splits: runs on one split, or with one seed, are
 * not independent. Seeds that some split lacks are left out.
 */
export function crossedMean(values: readonly CrossedValue[]): CrossedMean {
  const splits = [...new Set(values.map(({ dataSeed }) => dataSeed))];
  const seeds = [...new Set(values.map(({ seed }) => seed))];
  const table = seeds
    .map((seed) => values.filter((each) => each.seed === seed))
    .filter((row) => row.length === splits.length)
    .map((row) => splits.map((split) => row.find(({ dataSeed }) => dataSeed === split)?.value ?? Number.NaN));
  if (table.length < 2 || splits.length < 2) {
    const all = values.map(({ value }) => value);
    return { mean: all.reduce((sum, each) => sum + each, 0) / all.length, count: all.length };
  }
  const { mean, error, df, variance } = varianceComponents(table);
  const count = table.length * splits.length;
  const rounding = 4 * Number.EPSILON * Math.max(...table.flat().map(Math.abs));
  const deviation = Math.sqrt(variance.split + variance.seed + variance.rest);
  if (deviation <= rounding) {
    const same = Math.abs(mean) <= rounding ? 0 : mean;
    return { mean: same, low: same, high: same, deviation: 0, count, p: same === 0 ? 1 : 0, error: 0, df: 1, variance };
  }
  const reach = studentTQuantile((1 + CONFIDENCE) / 2, df) * error;
  const p = twoSidedP(mean / error, df);
  return { mean, low: mean - reach, high: mean + reach, deviation, count, p, error, df, variance };
}
