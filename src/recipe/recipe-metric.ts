import { catalogue } from "../catalogue.ts";
import type { Dataset } from "../data/dataset.ts";
import { toExpression } from "../expression/to-expression.ts";
import { defaultMetrics } from "../model/default-metrics.ts";
import type { Metric } from "../model/metric.ts";
import { namedMetrics } from "../model/named-metrics.ts";
import type { Recipe } from "./recipe.ts";
import { recipeLoss } from "./recipe-loss.ts";
import { taskFor } from "./task-for.ts";
import { readWritten } from "./written.ts";

/** A metric, and the name under which a run has it. */
export interface Measured {
  readonly name: string;
  readonly metric: Metric;
}

/** What variants of a recipe are compared by: its `metric`, or that of the task; "loss" is the loss itself. */
export function recipeMetric(recipe: Recipe, data: Dataset): Measured {
  const text = metricOf(recipe, data);
  if (text === "loss") return { name: "loss", metric: recipeLoss(recipe, data) };
  const wanted = toExpression(read(text, recipe));
  const measured = Object.entries(namedMetrics(measuredMetrics(recipe, data)));
  const [name, metric] = measured.find(([, each]) => toExpression(each) === wanted) as [string, Metric];
  return { name, metric };
}

/** What a recipe measures besides the loss: its `metrics`, or those of the task, and what it is compared by. */
export function measuredMetrics(recipe: Recipe, data: Dataset): Metric[] {
  const metrics = recipe.metrics?.map((text) => read(text, recipe)) ?? defaultMetrics(recipeLoss(recipe, data));
  const text = metricOf(recipe, data);
  const wanted = text === "loss" ? undefined : read(text, recipe);
  const isThere = wanted === undefined || metrics.some((each) => toExpression(each) === toExpression(wanted));
  return isThere ? metrics : [...metrics, wanted];
}

/** What variants of a recipe without a `metric` are compared by. */
export function usualMetric(recipe: Recipe, data: Dataset): NonNullable<Recipe["metric"]> {
  const usual = taskFor(recipe, data) === "regression" ? "rootMeanSquaredError" : "accuracy";
  return Object.hasOwn(catalogue.metrics, usual) ? (usual as "accuracy") : "loss";
}

function metricOf(recipe: Recipe, data: Dataset): string {
  return recipe.metric ?? usualMetric(recipe, data);
}

function read(text: string, { use }: Recipe): Metric {
  return readWritten("recipe: metric", ["metrics", "losses"], text, use) as Metric;
}
