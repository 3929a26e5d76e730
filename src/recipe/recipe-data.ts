import type { Dataset } from "../data/dataset.ts";
import { DATA_SOURCES, type DataContext } from "./data-sources.ts";
import type { Recipe } from "./recipe.ts";

/** The data of a recipe. */
export function recipeData(recipe: Recipe, context: DataContext = {}): Promise<Dataset> {
  return DATA_SOURCES[recipe.data](recipe, context);
}
