import { DATASET_PARTS, type Dataset } from "../data/dataset.ts";
import { rangeOf } from "../data/scaling.ts";
import { taskOf } from "../data/task-of.ts";
import { sizeOf } from "../graph/shape.ts";
import type { Recipe } from "./recipe.ts";
import { givenLoss } from "./recipe-loss.ts";

/** How many outputs the model of a recipe needs: one for each class or target, one for yes or no unless the loss needs two. */
export function outputsFor(recipe: Recipe, data: Dataset): number {
  const [, ...width] = data.train.targets.shape;
  if (width.length > 0) return sizeOf(width);
  const task = taskOf(data);
  if (task === "regression") return 1;
  if (task === "binary") return givenLoss(recipe)?.targetKind === "classes" || recipe.labelSmoothing > 0 ? 2 : 1;
  return data.classes?.length ?? highestLabel(data) + 1;
}

function highestLabel(data: Dataset): number {
  return Math.max(...DATASET_PARTS.flatMap((part) => (data[part] ? [rangeOf(data[part].targets.data).high] : [])));
}
