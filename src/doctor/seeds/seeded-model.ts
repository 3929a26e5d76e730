import type { Dataset } from "../../data/dataset.ts";
import { modelText } from "../../recipe/model-defaults.ts";
import { modelOfRecipe } from "../../recipe/model-of-recipe.ts";
import type { Recipe, RecipeInput } from "../../recipe/recipe.ts";
import type { Expression } from "../../recipe/written.ts";
import { everyLayerChanged, type LayerChange } from "../changed-layers.ts";
import { withoutModelKeys } from "../changed-model.ts";

/** The change of a recipe that puts others in the place of layers of its model; undefined where nothing changed. */
export function seededModel(recipe: Recipe, data: Dataset, change: LayerChange): RecipeInput | undefined {
  const model = modelOfRecipe(recipe, data);
  const changed = everyLayerChanged(model, change);
  return changed === model
    ? undefined
    : { ...withoutModelKeys(recipe), model: modelText(changed, recipe.use) as Expression };
}
