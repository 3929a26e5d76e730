import { pow } from "../../../exact-math/pow.ts";
import type { Histogram } from "../../../formats/event.ts";

/** Buckets grow by a tenth from 1e-12 up to 1e20, on both sides of 0, as those of TensorFlow do. */
const [LEAST, GROWTH] = [1e-12, 1.1];
const POSITIVE = Array.from({ length: 774 }, (_, i) => LEAST * pow(GROWTH, i));
const LIMITS = [...POSITIVE.map((x) => -x).reverse(), 0, ...POSITIVE, Number.MAX_VALUE];
const ZERO = POSITIVE.length;

/** How often numbers fall into each bucket; what is not finite is left out. */
export function histogramOf(values: ArrayLike<number>): Histogram {
  const counts = new Float64Array(LIMITS.length);
  let [min, max, num, sum, sumSquares] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (!Number.isFinite(x)) continue;
    if (x < min) min = x;
    if (x > max) max = x;
    num++;
    sum += x;
    sumSquares += x * x;
    counts[bucketOf(x)]++;
  }
  return { ...(num === 0 ? { min: 0, max: 0 } : { min, max }), num, sum, sumSquares, ...withoutEmpty(counts) };
}

/** The first bucket whose limit is above x. */
function bucketOf(x: number): number {
  // biome-ignore lint/plugin: a first guess, of every weight; the limits decide.
  const k = Math.ceil(Math.log(Math.abs(x) / LEAST) / Math.log(GROWTH));
  let bucket = x > 0 ? ZERO + 1 + clamped(k) : ZERO - clamped(k);
  while (bucket > 0 && x < LIMITS[bucket - 1]) bucket--; // where the logarithm rounded
  while (x >= LIMITS[bucket] && bucket < LIMITS.length - 1) bucket++;
  return bucket;
}

function clamped(k: number): number {
  return Math.min(POSITIVE.length, Math.max(0, k));
}

/** Neighboring empty buckets become one; those at both ends are left out. */
function withoutEmpty(all: Float64Array): Pick<Histogram, "limits" | "counts"> {
  const [limits, counts]: number[][] = [[], []];
  const last = all.findLastIndex((count) => count > 0);
  for (let i = all.findIndex((count) => count > 0); i >= 0 && i <= last; i++) {
    if (all[i] === 0 && all[i + 1] === 0) continue;
    limits.push(LIMITS[i]);
    counts.push(all[i]);
  }
  return { limits, counts };
}
