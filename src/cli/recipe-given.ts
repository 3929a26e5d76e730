import { defineRecipe } from "../recipe/define-recipe.ts";
import { demandOneVoice } from "../recipe/one-voice.ts";
import type { RecipeInput } from "../recipe/recipe.ts";
import { readRecipe } from "./read-recipe.ts";
import { recipeFromFlags, recipeTexts } from "./recipe-flags.ts";

/**
 * The recipe of a file, whose keys flags override; both override those of a run that goes on.
 * @throws a usage error for one that is not valid, and for a flag beside an expression that says the same.
 */
export async function recipeGiven(
  file: string | undefined,
  flags: Readonly<Record<string, unknown>>,
  before: RecipeInput = {},
): Promise<RecipeInput> {
  const given = { ...before, ...(file === undefined ? {} : await readRecipe(file)), ...recipeFromFlags(flags) };
  demandOneVoice(recipeTexts(flags), defineRecipe(given));
  return given;
}
