import * as v from "valibot";
import { kebabCase } from "../options/case.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { checkOption, custom, optional } from "../options.ts";
import { defineRecipe } from "./define-recipe.ts";
import type { Recipe, RecipeInput } from "./recipe.ts";

const fileOption = optional(custom(v.pipe(v.string(), v.nonEmpty()), undefined, "the path of a recipe module"));

/**
 * The command that does what a recipe does: `evenkeel train --model mlp --hidden 64,32`. What follows from the other flags is
 * left out. For a POSIX shell.
 * @param file a recipe module, for a recipe with tricks of its own: the other keys stand beside it.
 * @throws a usage error for a recipe that is none.
 * @example
 * recipeCommand({ model: "mlp", hidden: [64, 32] }); // "evenkeel train --model mlp --hidden 64,32"
 */
export function recipeCommand(recipe: RecipeInput, file?: string): string {
  checkOption("recipeCommand: file", fileOption, file);
  const flags = recipeFlags(shortest(defineRecipe(recipe)));
  return ["evenkeel", "train", ...(file === undefined ? [] : [shellWord(file)]), ...flags].join(" ");
}

/** Keys of a recipe as flags: "--scaling", "standardize". */
export function recipeFlags(keys: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(keys).flatMap(([key, value]) =>
    value === undefined || key === "use" ? [] : [`--${kebabCase(key)}`, shellWord(flagText(value, COLUMNS.has(key)))],
  );
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
