import { EvenkeelError } from "../errors.ts";
import { defined } from "../options/defined.ts";
import { recipeWithoutData } from "../recipe/define-recipe.ts";
import type { Recipe, RecipeInput } from "../recipe/recipe.ts";
import type { Patient } from "./examination.ts";

/**
 * The recipe of a patient: its own, or, for one that was made in code, a recipe that says the same of its model and training.
 * undefined where no recipe can, such as for a layer of your own.
 */
export function recipeFor({ recipe, model, options, training, data }: Patient): Recipe | undefined {
  if (recipe !== undefined) return recipe;
  const { loss, metrics, optimizer, callbacks, augment, targetScaling, classWeights, shuffle } = options;
  const scaledAnyhow = data.columns !== undefined || data.train.inputs.data instanceof Uint8Array;
  const scaling = options.scaling ?? (scaledAnyhow ? undefined : "none"); // recipes standardize other numbers
  const { epochs, maxSteps, batchSize, seed } = training;
  const keys = { model, loss, metrics, optimizer, callbacks, augment, scaling, targetScaling, classWeights, shuffle };
  try {
    return recipeWithoutData(defined({ ...keys, epochs, maxSteps, batchSize, seed }) as RecipeInput);
  } catch (error) {
    if (error instanceof EvenkeelError) return undefined;
    throw error;
  }
}
