import { plainRecipe } from "./own-tricks.ts";
import type { Recipe } from "./recipe.ts";
import { recipeCommand } from "./recipe-command.ts";
import type { DataContext } from "./recipe-data.ts";
import { recipeProgram } from "./recipe-program.ts";

/** A run in three forms that do the same: JSON, one command line, a TypeScript program. */
export interface RecipeForms {
  recipe: Record<string, unknown>;
  command: string;
  program: string;
}

/**
 * A recipe in all its forms.
 * @param file the module that it is from, which tricks of its own are taken from.
 */
export async function recipeForms(recipe: Recipe, context: DataContext = {}, file?: string): Promise<RecipeForms> {
  const module = recipe.use === undefined ? undefined : file;
  return {
    recipe: plainRecipe(recipe),
    command: recipeCommand(recipe, module),
    program: await recipeProgram(recipe, context, module && modulePath(module)),
  };
}

/** A path as an import has it: "recipe.mjs" → "./recipe.mjs". */
function modulePath(path: string): string {
  return /^(\.{0,2}\/|[A-Za-z]:)/.test(path) ? path : `./${path}`;
}
