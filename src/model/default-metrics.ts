import type { Loss } from "./loss.ts";
import type { Metric } from "./metric.ts";
import { accuracy } from "./metrics/accuracy.ts";

/** The metrics by default: the accuracy where outputs are classes, or yes or no. */
export function defaultMetrics({ targetKind, predictions, heads }: Loss): Metric[] {
  if (heads !== undefined) return heads.metrics(defaultMetrics);
  return targetKind === "classes" || predictions === "sigmoid" ? [accuracy()] : [];
}
