import { defineRecipe } from "evenkeel";
import { type Experiment, type RecipeJson, recipeOf } from "../experiment.ts";
import type { ArmName } from "../protocol.ts";
import { trickFrom } from "./trick-named.ts";

/** What holds for a side, defaults filled in; what the recipe as given where it is refused. */
export function usualOf(experiment: Experiment, arm: ArmName): RecipeJson {
  const given = recipeOf(experiment, arm);
  try {
    const recipe: RecipeJson = { ...defineRecipe(given) };
    const optimizer = trickFrom(["optimizers"], String(recipe.optimizer));
    for (const key of ["learningRate", "weightDecay"]) recipe[key] ??= optimizer?.values[key];
    return recipe;
  } catch {
    return given;
  }
}
