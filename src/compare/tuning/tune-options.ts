import * as v from "valibot";
import { isPlainObject } from "../../options/plain-object.ts";
import { type Checks, count, custom, oneOf, optional } from "../../options.ts";
import type { Range } from "./range.ts";

/**
 * What chooses among the trials of a variant:
 *
 * - `random`: each is trained as long as the comparison trains
 * - `halving`: all are trained shortly, the better half twice as long, and so on: about half the work
 */
export const TUNERS = ["random", "halving"] as const;
export type Tuner = (typeof TUNERS)[number];

/** What is tuned for each variant before it is compared, with the same trials for all. */
export interface TuneOptions {
  /**
   * Keys of the recipe, or settings of a `model` that is a function, that are tuned for each variant: a range or a list of values,
   * `{ learningRate: logUniform(1e-4, 1e-1) }`. Every variant gets the same trials, judged on the validation set, with a seed that
   * the comparison does not have; then they are compared with what was best for each. None by default.
   */
  tune?: Readonly<Record<string, Range | readonly unknown[]>>;
  /** How many values, or combinations of values, are tried for each variant. 12 by default. */
  trials?: number;
  /**
   * "random" trains each trial as long as the comparison trains, "halving" all of them shortly, the better half twice as long, and so
   * on. "random" by default.
   *
   * **Source:** Bergstra and Bengio 2012; Jamieson and Talwalkar 2016
   */
  tuner?: Tuner;
}

export const TRIALS = 12;
export const MOST_TRIALS = 1000;

export const TUNE_OPTIONS = {
  tune: optional(
    custom(
      v.custom<object>(isPlainObject),
      undefined,
      "ranges or lists of values by keys of a recipe, such as { learningRate: logUniform(1e-4, 1e-1) }",
    ),
  ),
  trials: optional(count(TRIALS, "how many values are tried for each variant", 1, MOST_TRIALS)),
  tuner: optional(oneOf(TUNERS, "random", "what chooses among the trials")),
} satisfies Checks<TuneOptions>;
