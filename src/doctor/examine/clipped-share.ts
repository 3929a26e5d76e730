import type { Optimizer } from "../../optimize/optimizer.ts";
import type { Signal } from "../../signals/signal.ts";
import type { StepRecord } from "../../train/recorder.ts";
import { stagesOf } from "../structure/stages-of.ts";

/** The largest norm of the gradient that passes, by which stage; undefined without clipping by norms. */
export function clippingOf(optimizer: Optimizer): { name: string; most: number } | undefined {
  for (const { name, values } of stagesOf(optimizer)) {
    const { maxNorm } = values as { maxNorm?: unknown };
    if ((name === "clipByGlobalNorm" || name === "clipByNorm") && typeof maxNorm === "number")
      return { name, most: maxNorm };
  }
  return undefined;
}

/** The share of steps whose gradient was clipped by its norm; undefined without such clipping. */
export function clippedShare(
  optimizer: Optimizer,
  steps: readonly StepRecord[],
  signals: readonly Signal[],
): number | undefined {
  const clipping = clippingOf(optimizer);
  if (clipping === undefined) return undefined;
  const norms =
    clipping.name === "clipByNorm" // of each parameter by itself: known where signals were recorded
      ? [...largestByStep(signals).values()]
      : steps.filter(({ finite }) => finite).map(({ gradientNorm = 0 }) => gradientNorm);
  return norms.length === 0 ? undefined : norms.filter((norm) => norm > clipping.most).length / norms.length;
}

/** The largest norm of the gradient of one parameter, at each recorded step. */
function largestByStep(signals: readonly Signal[]): Map<number, number> {
  const largest = new Map<number, number>();
  for (const { step, parameters = {} } of signals)
    for (const { gradientNorm } of Object.values(parameters))
      largest.set(step, Math.max(largest.get(step) ?? 0, gradientNorm));
  return largest;
}
