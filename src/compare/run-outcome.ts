import { INTERRUPTED } from "../train/run/failure-of.ts";
import type { StudyRun } from "./study.ts";

/** The `failure` of a run that had not begun when its study was interrupted. */
export const NOT_BEGUN = "interrupted before it began";

/**
 * How a run ended:
 *
 * - `measured`: it finished, and its numbers count
 * - `failed`: it threw an error, diverged, or its test loss or metric is not finite
 * - `interrupted`, `not begun`: the study was interrupted first, which says nothing about the variant
 */
export type Outcome = "measured" | "failed" | "interrupted" | "not begun";

export function outcomeOf({ failure, test }: StudyRun, metric: string): Outcome {
  if (failure === INTERRUPTED) return "interrupted";
  if (failure === NOT_BEGUN) return "not begun";
  const lossIsFinite = test?.loss === undefined || Number.isFinite(test.loss); // NaN weights may still guess right
  return failure === undefined && Number.isFinite(test?.[metric]) && lossIsFinite ? "measured" : "failed";
}

/** How many runs had each outcome; `ended` counts those that nothing interrupted. */
export function outcomesOf(runs: readonly StudyRun[], metric: string): Record<Outcome | "ended", number> {
  const counts = { measured: 0, failed: 0, interrupted: 0, "not begun": 0 };
  for (const run of runs) counts[outcomeOf(run, metric)]++;
  return { ...counts, ended: counts.measured + counts.failed };
}
