import { fromSpec } from "../from-spec.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import type { Metric } from "../model/metric.ts";
import { accuracy } from "../model/metrics/accuracy.ts";

/** The metric that a recipe names; "loss" is the loss itself. */
export function recipeMetric(name: string): Metric {
  return name === "loss" ? crossEntropy() : fromSpec("metrics", { name });
}

/** What a recipe measures besides the loss. */
export function measuredMetrics(name: string): Metric[] {
  return [name === "loss" ? accuracy() : recipeMetric(name)];
}
