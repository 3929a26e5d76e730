import type { StudyRun } from "evenkeel";

/**
 * The share of test samples that a run reads right. A run that failed reads none: weights that are not finite answer nothing.
 * Undefined where there is no such number, as for data without classes.
 */
export function accuracyOf({ test, failure }: StudyRun): number | undefined {
  if (failure !== undefined) return 0;
  const accuracy = test?.accuracy;
  return accuracy !== undefined && Number.isFinite(accuracy) ? accuracy : undefined;
}
