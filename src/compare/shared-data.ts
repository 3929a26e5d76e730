import type { Dataset } from "../data/dataset.ts";
import { once } from "../once.ts";
import type { DataContext } from "../recipe/data-sources.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { recipeData } from "../recipe/recipe-data.ts";

/** Gives the data of recipes, and loads data that several recipes share only once. */
export function sharedData(context: DataContext): (recipe: Recipe) => Promise<Dataset> {
  const loaded = new Map<string, Promise<Dataset>>();
  return (recipe) => {
    const { data, dataDirectory, trainSize, validationSize, testSize, dataSeed } = recipe;
    const key = JSON.stringify([data, dataDirectory, trainSize, validationSize, testSize, dataSeed]);
    return once(loaded, key, () => recipeData(recipe, context));
  };
}
