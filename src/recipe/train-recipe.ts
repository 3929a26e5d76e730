import { expectDataset } from "../data/checks/expect-dataset.ts";
import type { Dataset } from "../data/dataset.ts";
import { prepareTraining } from "../train/prepare/prepare-training.ts";
import type { Run } from "../train/run/run.ts";
import { train } from "../train/train.ts";
import type { TrainOptions } from "../train/train-options.ts";
import { recipeModel, recipeTraining } from "./parts.ts";
import { defineRecipe, type Recipe } from "./recipe.ts";

/** Trains what a recipe describes, on data that is loaded already. */
export async function trainRecipe(recipe: Recipe, data: Dataset, host: Partial<TrainOptions> = {}): Promise<Run> {
  expectDataset("trainRecipe: data", data);
  const whole = defineRecipe(recipe);
  return train(recipeModel(whole, data.classes?.length ?? 10), data, { ...recipeTraining(whole), ...host });
}

/** @throws a usage error if what a recipe describes cannot be trained on these data. */
export function checkRecipe(recipe: Recipe, data: Dataset): void {
  prepareTraining(recipeModel(recipe, data.classes?.length ?? 10), data, recipeTraining(recipe));
}
