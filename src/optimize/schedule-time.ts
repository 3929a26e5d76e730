import { usageError } from "../errors.ts";
import { count, type Option, oneOf, optional } from "../options.ts";
import type { KnownProgress } from "./schedule.ts";

export type TimeUnit = "epoch" | "step";

/** The unit of all times of a schedule: epochs (by default) or steps. */
export function unitOption(): Option<TimeUnit> {
  return oneOf(["epoch", "step"], "epoch", "what time is counted in");
}

/** How long a schedule takes; the whole training run by default. */
export function spanOption(doc: string): Option<number | undefined> {
  return optional(count(undefined, `${doc}; by default the whole training run`));
}

/** Time at a step counted from 0: in epochs, fractions included, or in steps. */
export function timeAt(step: number, unit: TimeUnit, { stepsPerEpoch }: KnownProgress): number {
  return unit === "epoch" ? whole(step / stepsPerEpoch) : step;
}

/** A number of epochs, or of steps, as a number of steps. */
export function stepsIn(time: number, unit: TimeUnit, { stepsPerEpoch }: Pick<KnownProgress, "stepsPerEpoch">): number {
  return unit === "epoch" ? whole(time * stepsPerEpoch) : time;
}

/**
 * Rounds what is whole but for rounding. Where a step stands for several batches, an epoch has a fractional number of
 * steps: 35 / (7 / 3) is 14.999999999999998, and means 15.
 */
function whole(time: number): number {
  const near = Math.round(time);
  return Math.abs(time - near) <= 1e-12 * near ? near : time;
}

/** The fraction of a schedule's time that has passed at a step, at most 1. */
export function shareAt(
  where: string,
  step: number,
  { span, unit }: { span: number | undefined; unit: TimeUnit },
  progress: KnownProgress,
): number {
  return Math.min(1, step / spanInSteps(where, { span, unit }, progress));
}

/** A span in steps; by default the number of steps of the training run. */
export function spanInSteps(
  where: string,
  { span, unit }: { span: number | undefined; unit: TimeUnit },
  progress: KnownProgress,
): number {
  const { totalSteps } = progress;
  if (span !== undefined) return stepsIn(span, unit, progress);
  if (totalSteps !== undefined) return totalSteps;
  throw usageError({
    where,
    expected: "a span, or the number of steps of the training run",
    received: "neither",
    fix: `Give it, as in ${where}(…, { span: 20 }).`,
  });
}
