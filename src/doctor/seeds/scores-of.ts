import type { Dataset } from "../../data/dataset.ts";
import { taskOf } from "../../data/task-of.ts";
import { outputsFor } from "../../recipe/outputs-for.ts";
import type { Recipe } from "../../recipe/recipe.ts";
import { recipeLoss } from "../../recipe/recipe-loss.ts";
import { withTask } from "../../recipe/with-task.ts";

/** What the loss of a recipe makes of scores: "softmax" or "sigmoid"; undefined where it compares numbers. */
export function scoresOf(recipe: Recipe, given: Dataset) {
  const data = withTask(given, recipe);
  if (taskOf(data) === "regression") return undefined;
  return recipeLoss(recipe, data, outputsFor(recipe, data)).predictions;
}
