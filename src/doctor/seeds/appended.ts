import type { Dataset } from "../../data/dataset.ts";
import { innerLayersOf } from "../../model/checks/inner-layers.ts";
import type { Layer } from "../../model/layer.ts";
import { sequential } from "../../model/layers/sequential.ts";
import type { Recipe, RecipeInput } from "../../recipe/recipe.ts";
import { seededModel } from "./seeded-model.ts";

/** The change of a recipe that puts layers behind its model. */
export function appended(recipe: Recipe, data: Dataset, ...layers: readonly Layer[]): RecipeInput | undefined {
  return seededModel(recipe, data, (path, layer) => {
    if (path !== "") return [layer];
    const own = layer.name === "sequential" ? (innerLayersOf(layer).layers ?? []) : [layer];
    return [sequential([...own, ...layers])];
  });
}
