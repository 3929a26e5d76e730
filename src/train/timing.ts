import { usageError } from "../errors.ts";
import { count, type Option, oneOf, optional } from "../options.ts";
import type { KnownProgress } from "./schedule.ts";

export type TimeUnit = "epoch" | "step";

/** The unit in which a schedule counts time: all its times are so many epochs (by default) or steps. */
export function unitOption(): Option<TimeUnit> {
  return oneOf(["epoch", "step"], "epoch", "what time is counted in");
}

/** How long a schedule takes; the whole training if it is not given. */
export function spanOption(doc: string): Option<number | undefined> {
  return optional(count(undefined, `${doc}; by default as many as the training has`));
}

/** Time at a step counted from 0: in epochs, fractions included, or in steps. */
export function timeAt(step: number, unit: TimeUnit, { stepsPerEpoch }: KnownProgress): number {
  return unit === "epoch" ? step / stepsPerEpoch : step;
}

/** The share of a schedule's time that has passed at a step, at most 1. */
export function shareAt(
  where: string,
  step: number,
  { span, unit }: { span: number | undefined; unit: TimeUnit },
  progress: KnownProgress,
): number {
  return Math.min(1, step / spanInSteps(where, { span, unit }, progress));
}

/** A given span in steps, or else the number of steps of the training. */
export function spanInSteps(
  where: string,
  { span, unit }: { span: number | undefined; unit: TimeUnit },
  { stepsPerEpoch, totalSteps }: KnownProgress,
): number {
  if (span !== undefined) return unit === "epoch" ? span * stepsPerEpoch : span;
  if (totalSteps !== undefined) return totalSteps;
  throw usageError({
    where,
    expected: "a span, or the number of steps of the training",
    received: "neither",
    fix: `Give it, as in ${where}(…, { span: 20 }).`,
  });
}
