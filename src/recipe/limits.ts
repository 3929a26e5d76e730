import { MOST_THREADS } from "../backend/open.ts";
import { MOST_DIGITS } from "../data/sources/digits.ts";

/** The largest numbers accepted. Anything beyond them would never finish, so it is refused at once. */
export const LIMITS = {
  /** Samples of a training, validation or test set. */
  samples: MOST_DIGITS,
  /** Units of a layer, or filters of a stage. */
  units: 1_000_000,
  /** Layers: the deepest network of He et al. 2016 has 1,202. */
  layers: 1_202,
  /** Threads of an engine, or runs at a time. */
  threads: MOST_THREADS,
  /** Seeds and variants of a comparison. */
  seeds: 10_000,
  variants: 1_000,
};
