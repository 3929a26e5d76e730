import { programText } from "./program-text.ts";
import type { Recipe } from "./recipe.ts";
import { type DataContext, loaded, recipeSource } from "./recipe-data.ts";
import { writtenModel } from "./recipe-model.ts";
import { recipeTraining } from "./recipe-training.ts";
import { resized, resizing } from "./resized.ts";
import { withTask } from "./with-task.ts";

/**
 * A TypeScript program that imports the package and does what a recipe does, with the same bits. Its data are loaded, since
 * some defaults follow from them.
 * @param module the module that the recipe is the default export of, for tricks of its own.
 */
export async function recipeProgram(recipe: Recipe, context: DataContext = {}, module?: string): Promise<string> {
  const { source, later } = recipeSource(recipe);
  const whole = await loaded(source, context);
  const { dataSeed: seed, task, use } = recipe;
  const sizes = resizing(whole, later);
  const data = withTask(resized(whole, sizes, seed), recipe);
  const { callbacks, ...options } = recipeTraining(recipe, data);
  return programText({
    source,
    resizing: { ...sizes, seed },
    facts: whole.task === data.task ? undefined : { task },
    model: writtenModel(recipe, data),
    options: { ...options, callbacks: callbacks.length === 0 ? undefined : callbacks },
    own: use && { names: use.map(({ definition }) => definition.name), module },
  });
}
