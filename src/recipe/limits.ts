import { MOST_THREADS } from "../backend/open.ts";
import { MOST_DIGITS } from "../data/sources/digits.ts";

/**
 * The largest numbers that are taken at their word. Beyond them no machine of today comes to an end, so they are refused
 * at once.
 */
export const LIMITS = {
  /** Samples of a part. */
  samples: MOST_DIGITS,
  /** Units of a layer, filters of a stage. */
  units: 1_000_000,
  /** Layers: the deepest network of He et al. 2016 has 1,202. */
  layers: 1_202,
  /** Threads of an engine, runs at a time. */
  threads: MOST_THREADS,
  /** Seeds of a comparison, and variants. */
  seeds: 10_000,
  variants: 1_000,
};
