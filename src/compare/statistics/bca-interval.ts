import { inverseNormal, RandomStream } from "../../random.ts";
import { CONFIDENCE } from "./levels.ts";
import { normalCdf } from "./normal.ts";

/** Fewer values have too few different resamples for an interval of 95 %. */
const FEWEST_FOR_BOOTSTRAP = 5;
const RESAMPLES = 10_000;

/** The ends of an interval. Plain JSON. */
export interface Interval {
  /** Where it begins. */
  low: number;
  /** Where it ends. */
  high: number;
}

/**
 * The bootstrap interval of a mean, corrected for bias and skewness (BCa: Efron 1987, "Better bootstrap confidence intervals",
 * J. of the American Statistical Association 82), from 10,000 resamples, the same ones each time. It assumes no distribution, but
 * with few values it is too narrow. None with fewer than 5 values, and none where all are equal.
 */
export function bcaInterval(values: readonly number[], seed = 1): Interval | undefined {
  const count = values.length;
  if (count < FEWEST_FOR_BOOTSTRAP) return undefined;
  const random = new RandomStream(seed, "bootstrap");
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += values[random.integer(count)];
    return sum / count;
  });
  return bcaEnds(values, means);
}

/** The interval from means of resamples, which are put in order. */
export function bcaEnds(values: readonly number[], means: Float64Array): Interval | undefined {
  const count = values.length;
  const mean = values.reduce((sum, each) => sum + each, 0) / count;
  const rounding = 4 * Number.EPSILON * Math.max(...values.map(Math.abs));
  // Leaving out value i moves the mean by (mean − value i) / (n − 1): the jackknife needs no further means.
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const cubes = values.reduce((sum, each) => sum + (each - mean) ** 2 * (each - mean), 0);
  if (squares <= count * rounding ** 2) return undefined;
  const acceleration = cubes / (6 * squares * Math.sqrt(squares));
  means.sort();
  const below = means.reduce((sum, each) => sum + share(each - mean, rounding), 0) / means.length;
  const bias = inverseNormal(below);
  const end = (p: number) => {
    const z = bias + inverseNormal(p);
    return quantile(means, normalCdf(bias + z / (1 - acceleration * z)));
  };
  const tail = (1 - CONFIDENCE) / 2;
  return { low: end(tail), high: end(1 - tail) };
}

/** What a resample counts for where those below the mean are counted: equal ones by half. */
function share(above: number, rounding: number): number {
  return above < -rounding ? 1 : above <= rounding ? 0.5 : 0;
}

/** The p-quantile of ordered numbers, between two of them in proportion (Hyndman and Fan 1996, definition 7). */
function quantile(ordered: Float64Array, p: number): number {
  const place = p * (ordered.length - 1);
  const before = Math.floor(place);
  const after = Math.min(before + 1, ordered.length - 1);
  return ordered[before] + (place - before) * (ordered[after] - ordered[before]);
}
