import { DATA_KEYS } from "evenkeel";
import type { RecipeJson } from "../experiment.ts";

/** A recipe for data that are there: without the keys that say where they come from. */
export function withoutData(recipe: RecipeJson): RecipeJson {
  return Object.fromEntries(Object.entries(recipe).filter(([key]) => !(DATA_KEYS as readonly string[]).includes(key)));
}
