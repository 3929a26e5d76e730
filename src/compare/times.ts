import type { Estimate } from "./statistics/estimate.ts";

/** What times are counted in. */
export type TimeUnit = "steps" | "seconds";

/** A mean difference of times. Plain JSON. */
export type TimeDifference = Estimate & {
  /** Two-sided p of the paired t test; absent with one seed. */
  p?: number;
  /** p after Holm's correction for all variants. */
  adjusted?: number;
};

/**
 * How soon a variant's runs reached the target on the validation set, seen at the end of each epoch. A run that never did is
 * known only to take longer, so that means are restricted ones: times beyond a horizon count as the horizon, which is the
 * shortest of the runs that ended too soon to tell (Royston and Parmar 2013, "Restricted mean survival time", BMC Medical
 * Research Methodology 13). A run that early stopping or divergence ended would never reach it, and counts as the horizon.
 * Plain JSON.
 */
export interface TimeToTarget {
  /** How many runs reached the target. */
  reached: number;
  /** Of how many; those that an exception or an interruption ended say nothing. */
  count: number;
  /** Training steps until then. */
  steps: Estimate;
  /** Seconds until then, validation included. They depend on the machine and on what else it had to do. */
  seconds: Estimate;
  /** Where times are cut; absent where every run reached the target. */
  horizon?: Record<TimeUnit, number>;
  /** variant − baseline, paired by seed; absent for the baseline itself, and without pairs. */
  difference?: Record<TimeUnit, TimeDifference>;
}
