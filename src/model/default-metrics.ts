import type { Loss } from "./loss.ts";
import type { Metric } from "./metric.ts";
import { accuracy } from "./metrics/accuracy.ts";

/** What is measured beside a loss unless it is said: the accuracy where outputs say classes, or yes or no. */
export function defaultMetrics({ targetKind, predictions }: Loss): Metric[] {
  return targetKind === "classes" || predictions === "sigmoid" ? [accuracy()] : [];
}
