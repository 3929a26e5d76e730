import type { Dataset } from "../../data/dataset.ts";
import { fromSpec } from "../../from-spec.ts";
import type { Initializer } from "../../model/initializer.ts";
import type { Layer } from "../../model/layer.ts";
import type { Recipe, RecipeInput } from "../../recipe/recipe.ts";
import { seededModel } from "./seeded-model.ts";

/** The change of a recipe that gives all dense layers and convolutions these initial weights; undefined without any hidden one. */
export function initialized(recipe: Recipe, data: Dataset, init: Initializer): RecipeInput | undefined {
  let kernels = 0;
  const change = seededModel(recipe, data, (_, layer) => {
    if (layer.name !== "dense" && layer.name !== "conv2d") return [layer];
    kernels++;
    return [fromSpec("layers", { ...layer.toJSON(), init }) as Layer];
  });
  return kernels > 1 && !/residual/.test(String(change?.model)) ? change : undefined;
}
