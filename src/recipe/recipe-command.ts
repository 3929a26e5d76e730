import { kebabCase } from "../options/case.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { defineRecipe } from "./define-recipe.ts";
import type { Recipe, RecipeInput } from "./recipe.ts";

/**
 * The command that does what a recipe does: `evenkeel train --model mlp --hidden 64,32`. What follows from the other flags is
 * left out. For a POSIX shell.
 * @param file a recipe module, for a recipe with tricks of its own: the other keys stand beside it.
 */
export function recipeCommand(recipe: Recipe, file?: string): string {
  const flags = Object.entries(shortest(recipe)).flatMap(([key, value]) =>
    value === undefined || key === "use" ? [] : [`--${kebabCase(key)}`, shellWord(flagText(value, COLUMNS.has(key)))],
  );
  return ["evenkeel", "train", ...(file === undefined ? [] : [shellWord(file)]), ...flags].join(" ");
}

/** The keys that make a recipe: without any one of them it would be another. */
export function shortest(recipe: Recipe): RecipeInput {
  const whole = textOf(recipe);
  let keys: RecipeInput = { ...recipe };
  for (const key of Object.keys(recipe) as (keyof Recipe)[]) {
    const { [key]: _, ...others } = keys;
    if (isSame(others, whole)) keys = others;
  }
  return keys;
}

function isSame(input: RecipeInput, whole: string): boolean {
  try {
    return textOf(defineRecipe(input)) === whole;
  } catch {
    return false; // a key that another one needs
  }
}

/** As JSON has it, keys in order. */
function textOf(recipe: Recipe): string {
  return JSON.stringify(Object.entries(recipe).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Keys that are names of columns, which may be anything. */
const COLUMNS: ReadonlySet<string> = new Set([
  "target",
  "ignore",
  "numeric",
  "categorical",
  "group",
  "order",
  "sampleWeights",
]);

/** The text of a value after its flag; names that a flag would read as something else are JSON. */
function flagText(value: unknown, isName: boolean): string {
  const unclear = isName && [value].flat().some((one) => /^none$|^\s|\s$|^["[{]|,/.test(String(one)));
  if (unclear || (isName && Array.isArray(value) && value.length === 1)) return JSON.stringify(value);
  if (Array.isArray(value)) return value.map((one) => flagText(one, isName)).join(",");
  return isPlainObject(value) ? JSON.stringify(value) : String(value);
}

/** One word of a POSIX shell: as it is, or in single quotation marks. */
export function shellWord(text: string): string {
  return /^[\w./:,@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
