import type { StudyRun } from "evenkeel";

/** How far the validation loss ends above its lowest value: 1 where it ends there, 2 at twice that. Undefined if it is not known. */
export function riseOf({ history }: StudyRun): number | undefined {
  const losses = history.map(({ validation }) => validation?.loss ?? Number.NaN);
  const rise = (losses.at(-1) ?? Number.NaN) / Math.min(...losses);
  return Number.isFinite(rise) ? rise : undefined;
}
