import * as v from "valibot";
import { withSizes } from "../data/with-sizes.ts";
import { checkOption, custom, optional } from "../options.ts";
import { defineRecipe } from "./define-recipe.ts";
import { writtenModel } from "./model-of-recipe.ts";
import { programText } from "./program-text.ts";
import type { RecipeInput } from "./recipe.ts";
import { checkContext, type DataContext, loaded, recipeSource, sizesOf } from "./recipe-data.ts";
import { recipeTraining } from "./recipe-training.ts";
import { withTask } from "./with-task.ts";

const moduleOption = optional(custom(v.pipe(v.string(), v.nonEmpty()), undefined, "the path of a module"));

/**
 * A TypeScript program that imports the package and does what a recipe does, with the same bits. Its data are loaded, since
 * some defaults follow from them.
 * @param module the module that the recipe is the default export of, for tricks of its own.
 * @throws a usage error for a recipe that is none, and what its data throw.
 * @example
 * console.log(await recipeProgram({ model: "mlp", trainSize: 1000, epochs: 3 }));
 */
export async function recipeProgram(given: RecipeInput, context: DataContext = {}, module?: string): Promise<string> {
  checkOption("recipeProgram: module", moduleOption, module);
  const recipe = defineRecipe(given);
  checkContext("recipeProgram", context);
  const { source, later } = recipeSource(recipe);
  const whole = await loaded(source, context);
  const { task, use } = recipe;
  const sizes = sizesOf(later, recipe);
  const data = withTask(withSizes(whole, sizes), recipe);
  const { callbacks, ...options } = recipeTraining(recipe, data);
  return programText({
    source,
    sizes: Object.keys(sizes).length > 1 ? sizes : undefined, // of the seed alone nothing follows
    facts: whole.task === data.task ? undefined : { task },
    model: writtenModel(recipe, data),
    options: { ...options, callbacks: callbacks.length === 0 ? undefined : callbacks },
    own: use && { names: use.map(({ definition }) => definition.name), module },
  });
}
