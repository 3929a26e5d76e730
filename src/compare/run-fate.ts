import { INTERRUPTED } from "../train/run/failure-of.ts";
import type { StudyRun } from "./study.ts";

/** What `failure` says of a run that had not begun when its study was interrupted. */
export const NOT_BEGUN = "interrupted before it began";

/**
 * What became of a run:
 *
 * - `measured`: it ended, and its numbers count
 * - `failed`: an error ended it, it diverged, or its test loss or the measure compared is not finite
 * - `interrupted`, `not begun`: the study was interrupted first; this says nothing of the variant
 */
export type Fate = "measured" | "failed" | "interrupted" | "not begun";

export function fateOf({ failure, test }: StudyRun, metric: string): Fate {
  if (failure === INTERRUPTED) return "interrupted";
  if (failure === NOT_BEGUN) return "not begun";
  const lossIsFinite = test?.loss === undefined || Number.isFinite(test.loss); // weights that are lost may still guess
  return failure === undefined && Number.isFinite(test?.[metric]) && lossIsFinite ? "measured" : "failed";
}

/** How many runs had each fate; `ended` are those that nothing interrupted. */
export function fatesOf(runs: readonly StudyRun[], metric: string): Record<Fate | "ended", number> {
  const counts = { measured: 0, failed: 0, interrupted: 0, "not begun": 0 };
  for (const run of runs) counts[fateOf(run, metric)]++;
  return { ...counts, ended: counts.measured + counts.failed };
}
