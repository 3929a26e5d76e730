import { MODEL_KEYS } from "../../recipe/model-defaults.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";
import { isExpression } from "../../recipe/written.ts";

/**
 * A change with all that follows from it: a model that is an expression takes the place of the keys that describe the
 * recipe's model.
 */
export function wholeChange(recipe: RecipeInput, change: RecipeInput): RecipeInput {
  const { model } = change;
  if (model === undefined || (typeof model === "string" && !isExpression(model))) return change;
  const replaced = MODEL_KEYS.filter((key) => recipe[key] !== undefined);
  return { ...Object.fromEntries(replaced.map((key) => [key, undefined])), ...change };
}

/** A recipe with a change. Keys that are left out stand for their defaults. */
export function withChange(recipe: RecipeInput, change: RecipeInput): RecipeInput {
  const changed = { ...recipe, ...wholeChange(recipe, change) };
  return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
}
