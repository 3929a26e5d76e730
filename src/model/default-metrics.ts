import type { Loss } from "./loss.ts";
import type { Metric } from "./metric.ts";
import { accuracy } from "./metrics/accuracy.ts";

/** The metrics by default: the accuracy where outputs are classes, or yes or no. */
export function defaultMetrics({ targetKind, predictions }: Loss): Metric[] {
  return targetKind === "classes" || predictions === "sigmoid" ? [accuracy()] : [];
}
