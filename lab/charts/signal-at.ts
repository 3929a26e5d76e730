import { lastAt } from "./last-at.ts";
import type { LayerCurves, SignalMeasure } from "./signal-curves.ts";

/** What was recorded of a layer at the last sampled step up to one; undefined: nothing yet. */
export function signalAt(curves: LayerCurves, measure: SignalMeasure, step: number): number | undefined {
  const index = lastAt(curves.step.values, curves.step.length, step);
  return index < 0 ? undefined : curves[measure].values[index];
}
