import { type Dataset, inputShape } from "../data/dataset.ts";
import { taskOf } from "../data/task-of.ts";
import { toExpression } from "../expression/to-expression.ts";
import { sizeOf } from "../graph/shape.ts";
import { defaultMetrics } from "../model/default-metrics.ts";
import type { Layer } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import type { Metric } from "../model/metric.ts";
import { namedMetrics } from "../model/named-metrics.ts";
import { withColumns } from "../train/prepare/with-columns.ts";
import { modelOfRecipe } from "./model-of-recipe.ts";
import type { Recipe } from "./recipe.ts";
import { recipeLoss } from "./recipe-loss.ts";
import { usualMetric } from "./usual-metric.ts";
import { withTask } from "./with-task.ts";
import { readWritten } from "./written.ts";

/** What a recipe makes small, and what is measured besides: `by` is what variants are compared by. */
export interface Measured {
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
  /** The name under which a run has it, and what it is; "loss" is the loss itself. */
  readonly by: { readonly name: string; readonly metric: Metric };
}

/**
 * What a recipe measures: its `metrics` or those of the task, and its `metric`.
 * @param own what replaces parts of it: a loss, metrics, and what variants are compared by.
 */
export function recipeMeasures(
  recipe: Recipe,
  given: Dataset,
  model: Layer = modelOfRecipe(recipe, given),
  own: { loss?: Loss | undefined; metrics?: readonly Metric[] | undefined; by?: Metric | undefined } = {},
): Measured {
  const data = withTask(given, recipe);
  const outputs = sizeOf(withColumns(model, data).build(inputShape(data.train)).outputShape);
  const loss = own.loss ?? recipeLoss(recipe, data, outputs);
  const text = recipe.metric ?? usualMetric(data);
  const wanted = own.by ?? (text === "loss" ? undefined : read(text, recipe));
  const learned = { loss, outputs, classes: data.classes, task: taskOf(data) };
  const listed = own.metrics ?? recipe.metrics?.map((each) => read(each, recipe)) ?? defaultMetrics(learned);
  if (wanted === undefined) return { loss, metrics: listed, by: { name: "loss", metric: loss } };
  const metrics = listed.some((each) => isSame(each, wanted)) ? listed : [...listed, wanted];
  const [name] = Object.entries(namedMetrics(metrics)).find(([, each]) => isSame(each, wanted)) ?? [wanted.name];
  return { loss, metrics, by: { name, metric: wanted } };
}

function isSame(a: Metric, b: Metric): boolean {
  return a === b || (a.definition === b.definition && toExpression(a) === toExpression(b));
}

function read(text: string, { use }: Recipe): Metric {
  return readWritten("recipe: metric", ["metrics", "losses"], text, use) as Metric;
}

/** What a recipe measures besides the loss. */
export function measuredMetrics(recipe: Recipe, data: Dataset): readonly Metric[] {
  return recipeMeasures(recipe, data).metrics;
}
