import { DATASET_PARTS, type Dataset } from "../data/dataset.ts";
import { rangeOf } from "../data/scaling.ts";
import type { Recipe } from "./recipe.ts";

/** How many outputs the model of a recipe needs: one for each class, or for each target. */
export function outputsFor(_: Recipe, data: Dataset): number {
  const [, ...width] = data.train.targets.shape;
  if (width.length > 0) return width.reduce((product, extent) => product * extent, 1);
  return data.classes?.length ?? highestLabel(data) + 1;
}

function highestLabel(data: Dataset): number {
  return Math.max(...DATASET_PARTS.flatMap((part) => (data[part] ? [rangeOf(data[part].targets.data).high] : [])));
}
