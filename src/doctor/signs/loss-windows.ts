import type { StepRecord } from "../../train/recorder.ts";
import type { Measured } from "../examination.ts";
import { meanOf } from "../examine/means.ts";

/** Steps in a window, at least. */
const LEAST = 8;
/** Windows that a course is cut into, at most. */
const MOST = 20;

/** The mean loss with its error in windows of equally many steps one after another; of steps that were taken. */
export function lossWindows(steps: readonly StepRecord[]): Measured[] {
  const losses = steps.filter(({ finite }) => finite).map(({ loss }) => loss);
  const size = Math.max(LEAST, Math.ceil(losses.length / MOST));
  const windows: Measured[] = [];
  for (let from = 0; from + size <= losses.length; from += size) windows.push(meanOf(losses.slice(from, from + size)));
  return windows;
}

/** Whether one measure is above a multiple of another by more than 3 standard errors. */
export function isAbove(one: Measured, other: Measured, times = 1): boolean {
  return one.mean - times * other.mean > 3 * Math.sqrt(one.error ** 2 + (times * other.error) ** 2);
}
