import type { Dataset } from "../data/dataset.ts";
import type { Task } from "../data/task.ts";
import type { Recipe } from "./recipe.ts";

/** What there is to learn: as the recipe says, or as the data say. */
export function taskFor({ task }: Pick<Recipe, "task">, data: Dataset): Task {
  if (task !== undefined) return task;
  if (data.task !== undefined) return data.task;
  if (data.train.targets.shape.length > 1) return "regression";
  return data.classes?.length === 2 ? "binary" : "classification";
}
