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
  return unit === "epoch" ? whole(step / stepsPerEpoch) : step;
}

/** So many epochs, or steps, in steps. */
export function stepsIn(time: number, unit: TimeUnit, { stepsPerEpoch }: Pick<KnownProgress, "stepsPerEpoch">): number {
  return unit === "epoch" ? whole(time * stepsPerEpoch) : time;
}

/**
 * Steps of which each stands for several batches have a fraction of them in an epoch: 35 / (7 / 3) is
 * 14.999999999999998, and means 15.
 */
function whole(time: number): number {
  const near = Math.round(time);
  return Math.abs(time - near) <= 1e-12 * near ? near : time;
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
  progress: KnownProgress,
): number {
  const { totalSteps } = progress;
  if (span !== undefined) return stepsIn(span, unit, progress);
  if (totalSteps !== undefined) return totalSteps;
  throw usageError({
    where,
    expected: "a span, or the number of steps of the training",
    received: "neither",
    fix: `Give it, as in ${where}(…, { span: 20 }).`,
  });
}
