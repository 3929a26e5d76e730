import { fromSpec } from "../from-spec.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import type { Metric } from "../model/metric.ts";

/** The metric of this name; "loss" is the loss itself. */
export function recipeMetric(name: string): Metric {
  return name === "loss" ? crossEntropy() : fromSpec("metrics", { name });
}
