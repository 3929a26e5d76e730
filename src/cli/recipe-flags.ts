import { type Command, Option as Flag } from "commander";
import * as v from "valibot";
import { camelCase, kebabCase } from "../options/case.ts";
import { checkOption, type Option } from "../options.ts";
import { type RecipeInput, recipeOptions } from "../recipe/recipe.ts";

/** Flags that have a shorter name than their keys, which are accepted too. */
const NAMES: Partial<Record<keyof typeof recipeOptions, string>> = { dataDirectory: "data-dir" };

/** The headings of flags in the help, each from this key on. */
const HEADINGS: Partial<Record<keyof typeof recipeOptions, string>> = {
  data: "Data:",
  model: "Model:",
  dropout: "Regularization:",
  optimizer: "Optimizer:",
  earlyStopping: "Stopping and averaging:",
  augmentShift: "Augmentation:",
  epochs: "Training:",
};

/** Adds a flag for every key of a recipe, under headings. Hidden flags are accepted, but not listed in the help. */
export function addRecipeFlags(command: Command, { hidden = false } = {}): void {
  for (const [key, option] of Object.entries(recipeOptions) as [keyof typeof recipeOptions, Option<unknown>][]) {
    const heading = HEADINGS[key];
    if (heading !== undefined) command.optionsGroup(heading);
    const fallback = option.fallback === undefined ? "" : ` (default: ${option.fallback})`;
    const flag = new Flag(`--${flagOf(key)} <value>`, `${option.doc}; ${option.accepts}${fallback}`);
    command.addOption(flag.hideHelp(hidden));
    if (NAMES[key] !== undefined) command.addOption(new Flag(`--${kebabCase(key)} <value>`).hideHelp());
  }
  command.optionsGroup("Output:");
}

/** The recipe that a command's flags describe. */
export function recipeFromFlags(flags: Readonly<Record<string, unknown>>): RecipeInput {
  const recipe: Record<string, unknown> = {};
  for (const key of Object.keys(recipeOptions) as (keyof typeof recipeOptions)[]) {
    const text = flags[camelCase(flagOf(key))] ?? flags[key];
    if (typeof text === "string")
      recipe[key] = readValue(`--${flagOf(key)}`, recipeOptions[key] as Option<unknown>, text);
  }
  return recipe as RecipeInput;
}

/**
 * A value from its text: a number, a list of numbers or the text itself, whichever the option accepts. "none" leaves out
 * an option that may be left out.
 */
export function readValue(where: string, option: Option<unknown>, text: string): unknown {
  if (text === "none" && option.choices?.includes(text) !== true && v.is(option.schema, undefined)) return undefined;
  const numeric = text.trim() !== "" && Number.isFinite(Number(text));
  const list = text.split(/[,x]/).map(Number);
  const readings: unknown[] = [
    ...(numeric ? [Number(text)] : []),
    ...(list.every(Number.isFinite) ? [list] : []),
    text,
  ];
  for (const reading of readings.slice(0, -1)) {
    try {
      return checkOption(where, option, reading);
    } catch {}
  }
  return checkOption(where, option, numeric ? accepted(where, option, text) : text);
}

/** The error for a number shows a number, unless the option accepts strings. */
function accepted(where: string, option: Option<unknown>, text: string): unknown {
  try {
    return checkOption(where, option, text);
  } catch {
    return Number(text);
  }
}

function flagOf(key: keyof typeof recipeOptions): string {
  return NAMES[key] ?? kebabCase(key);
}
