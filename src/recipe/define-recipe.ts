import { usageError } from "../errors.ts";
import { resolveOptions } from "../options.ts";
import { canonical } from "./canonical.ts";
import { withImageDefaults } from "./data-defaults.ts";
import { DATASETS, namesImages } from "./data-text.ts";
import { withModelDefaults } from "./model-defaults.ts";
import { demandTricks } from "./own-tricks.ts";
import { type Recipe, type RecipeInput, recipeOptions } from "./recipe.ts";
import { checkTraining } from "./recipe-training.ts";

/**
 * The full recipe, defaults filled in, except those that depend on the optimizer (`learningRate` and `weightDecay`) and
 * those that follow from the data, unless these are images. Tricks become texts, so that equal recipes are equal JSON.
 * @throws a usage error that names the key, what was expected, what was received, and the nearest valid name.
 * @example
 * const recipe = defineRecipe({ model: "mlp", hidden: [128], epochs: 3 });
 * @example
 * const other = defineRecipe({ optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }) });
 */
export function defineRecipe(input: RecipeInput = {}): Recipe {
  const given = recipeWithoutData(input);
  if (!namesImages(given)) return given;
  const { data, trainSize = Number.POSITIVE_INFINITY } = given;
  const isWhole = (DATASETS as readonly string[]).includes(data); // of a folder or an expression the samples are not known yet
  return withModelDefaults(withImageDefaults(given, isWhole ? trainSize : undefined));
}

/** The recipe for data that are there, which decide more of it than the name of other data would. */
export function recipeWithoutData(input: RecipeInput): Recipe {
  demandTricks(input?.use);
  const given = canonical(resolveOptions("recipe", recipeOptions, input));
  checkClip(given);
  const recipe = withModelDefaults(given);
  checkTraining(recipe);
  return recipe;
}

/** @throws a usage error for a mode of clipping without a limit. */
function checkClip({ clip, clipMode }: Recipe): void {
  if (clipMode === "clipByGlobalNorm" || clip !== undefined) return;
  throw usageError({
    where: "recipe: clipMode",
    expected: "clip, the limit that it clips gradients to",
    received: "none",
    fix: "Set clip too.",
  });
}
