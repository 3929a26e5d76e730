import { expectDataset } from "../data/checks/expect-dataset.ts";
import { type Dataset, sampleCount } from "../data/dataset.ts";
import { usageError } from "../errors.ts";
import { prepareTraining } from "../train/prepare/prepare-training.ts";
import type { Run } from "../train/run/run.ts";
import { train } from "../train/train.ts";
import type { TrainOptions } from "../train/train-options.ts";
import { withDataDefaults } from "./data-defaults.ts";
import { recipeWithoutData } from "./define-recipe.ts";
import { modelOfRecipe } from "./model-of-recipe.ts";
import type { Recipe, RecipeInput } from "./recipe.ts";
import { recipeTraining } from "./recipe-training.ts";
import { withTask } from "./with-task.ts";

/**
 * Trains the model of a recipe on data that is loaded already.
 * @param host options of `train` that are no part of a recipe: threads, progress, and callbacks beside those of the recipe.
 * @throws a usage error for a recipe that does not fit the data; what `train` throws.
 * @example
 * const run = await trainRecipe(defineRecipe({ model: "mlp", epochs: 3 }), data, { verbose: true });
 */
export async function trainRecipe(recipe: RecipeInput, data: Dataset, host: Partial<TrainOptions> = {}): Promise<Run> {
  expectDataset("trainRecipe: data", data);
  const whole = withDataDefaults(recipeWithoutData(recipe), data);
  checkBatchSize(whole, data);
  const labeled = withTask(data, whole);
  const own = recipeTraining(whole, labeled);
  const more = host.callbacks;
  return train(modelOfRecipe(whole, labeled), labeled, {
    ...own,
    ...host,
    callbacks: more === undefined ? own.callbacks : Array.isArray(more) ? [...own.callbacks, ...more] : more,
  });
}

/** @throws a usage error if a recipe cannot be trained on these data. */
export async function checkRecipe(recipe: Recipe, data: Dataset, host: Partial<TrainOptions> = {}): Promise<void> {
  checkBatchSize(recipe, data);
  const labeled = withTask(data, recipe);
  await prepareTraining(modelOfRecipe(recipe, labeled), labeled, { ...recipeTraining(recipe, labeled), ...host });
}

/** @throws a usage error, in words of recipes, for batches that are larger than the training set. */
export function checkBatchSize({ batchSize = 1 }: Recipe, data: Dataset): void {
  const samples = sampleCount(data.train);
  if (batchSize <= samples) return;
  throw usageError({
    where: "recipe: batchSize",
    expected: `at most ${samples}, the number of samples`,
    received: `${batchSize}`,
    fix: `Use a batchSize of at most ${samples}, or a larger trainSize.`,
  });
}
