import { defineRecipe } from "../../recipe/define-recipe.ts";
import { plainRecipe } from "../../recipe/own-tricks.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";
import { withChange } from "./with-change.ts";

/** Keys that decide which samples are measured, and how. */
const MEASURED: ReadonlySet<string> = new Set([
  ...["data", "dataDirectory", "dataSeed", "task", "target", "group", "order", "sampleWeights"],
  ...["validationSize", "testSize", "metric", "seed", "use"],
]);

/** Keys that make the loss another one. */
const OF_LOSS: ReadonlySet<string> = new Set(["loss", "classWeights", "labelSmoothing", "mixup"]);

/** Why paired runs cannot prove an advice, as a sentence; undefined where they can. "changes nothing" where it is followed already. */
export function unprovable(recipe: RecipeInput, change: RecipeInput): string | undefined {
  const keys = Object.keys(change);
  if (keys.length === 0) return "No recipe can say it: do it, and ask again.";
  const measured = keys.find((key) => MEASURED.has(key));
  if (measured !== undefined)
    return `Not proved: ${measured} decides what is measured, so that runs with and without it cannot be compared. Do it, and ask again.`;
  const ofLoss = keys.find((key) => OF_LOSS.has(key));
  if (recipe.metric === "loss" && ofLoss !== undefined)
    return `Not proved: runs are compared by the loss, which ${ofLoss} changes. Give another metric.`;
  return undefined;
}

/** Whether a change leaves a recipe as it is. */
export function changesNothing(recipe: RecipeInput, change: RecipeInput): boolean {
  try {
    const [before, after] = [recipe, withChange(recipe, change)].map((each) => plainRecipe(defineRecipe(each)));
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.every((key) => JSON.stringify(before[key]) === JSON.stringify(after[key]));
  } catch {
    return false; // what cannot be defined is told when it is tried
  }
}
