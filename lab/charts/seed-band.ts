/** What several seeds gave at one epoch. */
export interface BandPoint {
  epoch: number;
  mean: number;
  low: number;
  high: number;
  /** How many runs it is of. */
  runs: number;
}

/** From the least to the greatest, or the 95 % interval of the mean. */
export type BandKind = "range" | "interval";

/** Student's t at 97.5 %, for 1, 2, … degrees of freedom: more than five seeds are not raced. */
const T = [12.706, 4.303, 3.182, 2.776];

/** The band of several runs, where at least two have come to an epoch with a finite value. Each run: a value by epoch. */
export function seedBand(runs: readonly (readonly (number | undefined)[])[], kind: BandKind): BandPoint[] {
  const epochs = Math.max(0, ...runs.map((run) => run.length));
  return Array.from({ length: epochs }, (_, at) => {
    const values = runs.map((run) => run[at]).filter((value): value is number => Number.isFinite(value));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const [low, high] = kind === "range" ? [Math.min(...values), Math.max(...values)] : interval(values, mean);
    return { epoch: at + 1, mean, low, high, runs: values.length };
  }).filter(({ runs: count }) => count > 1);
}

function interval(values: readonly number[], mean: number): [number, number] {
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const half = (T[values.length - 2] ?? 1.96) * Math.sqrt(variance / values.length);
  return [mean - half, mean + half];
}
