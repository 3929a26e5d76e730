import type { Dataset } from "../data/dataset.ts";
import type { Recipe } from "./recipe.ts";

/** The data, with what the recipe says there is to learn. */
export function withTask(data: Dataset, { task }: Pick<Recipe, "task">): Dataset {
  return task === undefined || data.task === task ? data : { ...data, task };
}
