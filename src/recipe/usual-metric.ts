import type { Dataset } from "../data/dataset.ts";
import { taskOf } from "../data/task-of.ts";

/** What variants are compared by where a recipe names nothing: shares of classes, or the size of errors. */
export function usualMetric(data: Dataset): "accuracy" | "rootMeanSquaredError" {
  return taskOf(data) === "regression" ? "rootMeanSquaredError" : "accuracy";
}
