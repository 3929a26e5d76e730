import { expectDataset } from "../data/checks/expect-dataset.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Layer } from "../model/layer.ts";
import { recipeWithoutData } from "./define-recipe.ts";
import { modelOfRecipe } from "./model-of-recipe.ts";
import type { RecipeInput } from "./recipe.ts";

/**
 * The model of a recipe, with the outputs that the data need. Nothing is drawn yet: `model.build(shape)` says how many
 * parameters it has.
 * @param data data of the shape that it is for; a few samples will do.
 * @throws a usage error for a recipe that does not fit the data.
 * @example
 * console.log(summary(recipeModel({ model: "mlp" }, data), [28, 28, 1]));
 */
export function recipeModel(recipe: RecipeInput, data: Dataset): Layer {
  expectDataset("recipeModel: data", data);
  return modelOfRecipe(recipeWithoutData(recipe), data);
}
