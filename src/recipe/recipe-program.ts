import type { Dataset } from "../data/dataset.ts";
import { digits } from "../data/sources/digits.ts";
import { fashionMnist } from "../data/sources/fashion-mnist.ts";
import { mnist } from "../data/sources/mnist.ts";
import { defined } from "../options/defined.ts";
import { type ProgramParts, programText } from "./program-text.ts";
import { defineRecipe, type Recipe } from "./recipe.ts";
import { recipeModel } from "./recipe-model.ts";
import { recipeTraining } from "./recipe-training.ts";

/**
 * A TypeScript program that imports the package and does what a recipe does, with the same bits.
 * @param data the data of the recipe, on which some of its defaults depend.
 * @param cache the folder of downloads.
 */
export function recipeProgram(recipe: Recipe, data: Dataset, cache?: string): string {
  const whole = defineRecipe(recipe);
  return programText({
    ...dataParts(whole, cache),
    model: recipeModel(whole, data.classes?.length ?? 10),
    options: recipeTraining(whole),
  });
}

/** Where the data of a recipe come from, and what is left of them. */
function dataParts(recipe: Recipe, cache: string | undefined): Pick<ProgramParts, "source" | "limits"> {
  const { data, dataDirectory: directory, dataSeed: seed, trainSize, validationSize, testSize } = recipe;
  if (data === "digits") {
    const [train = 6000, validation = 1000, test = 2000] = [trainSize, validationSize, testSize];
    return { source: digits({ seed, train, validation, test }) };
  }
  const files = directory === undefined ? { cache } : { directory };
  const source = { mnist, "fashion-mnist": fashionMnist }[data]({ ...files, validation: validationSize, seed });
  const sizes = defined({ train: trainSize, test: testSize });
  return { source, limits: Object.keys(sizes).length === 0 ? undefined : { sizes, seed } };
}
