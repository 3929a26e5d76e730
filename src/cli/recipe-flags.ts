import { type Command, Option as Flag } from "commander";
import * as v from "valibot";
import { splitExpressions } from "../expression/split-expressions.ts";
import { camelCase, kebabCase } from "../options/case.ts";
import { accepts, checkOption, type Option } from "../options.ts";
import { type RecipeInput, recipeOptions } from "../recipe/recipe.ts";

/** Flags that have a shorter name than their keys, which are accepted too. */
const NAMES: Partial<Record<keyof typeof recipeOptions, string>> = { dataDirectory: "data-dir" };

/** The headings of flags in the help, each from this key on. */
const HEADINGS: Partial<Record<keyof typeof recipeOptions, string>> = {
  data: "Data:",
  model: "Model:",
  dropout: "Regularization and loss:",
  optimizer: "Optimizer:",
  earlyStopping: "Stopping, averaging and watching:",
  augment: "Augmentation:",
  epochs: "Training:",
};

/** Adds a flag for every key of a recipe, under headings. Hidden flags are accepted, but not listed in the help. */
export function addRecipeFlags(command: Command, { hidden = false } = {}): void {
  for (const [key, option] of Object.entries(recipeOptions) as [keyof typeof recipeOptions, Option<unknown>][]) {
    if (key === "use") continue; // only a module has tricks of its own
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
  const read = ([key, text]: [string, string]) => {
    const known = key as keyof typeof recipeOptions;
    return [key, readValue(`--${flagOf(known)}`, recipeOptions[known] as Option<unknown>, text)];
  };
  return Object.fromEntries(Object.entries(recipeTexts(flags)).map(read)) as RecipeInput;
}

/** The texts of those flags that are keys of a recipe, by key. */
export function recipeTexts(flags: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const key of Object.keys(recipeOptions) as (keyof typeof recipeOptions)[]) {
    const text = flags[camelCase(flagOf(key))] ?? flags[key];
    if (typeof text === "string" && key !== "use") texts[key] = text;
  }
  return texts;
}

/**
 * A value from its text: true or false, a number, a list or the text itself, whichever the option accepts. "none" leaves out an option
 * that may be left out. Lists are parted at commas, or at x as in 64x64, and may stand in brackets. What would be read
 * otherwise, such as a name with a comma, may be given as JSON: '"height, cm"'.
 */
export function readValue(where: string, option: Option<unknown>, text: string): unknown {
  if (text === "none" && option.choices?.includes(text) !== true && v.is(option.schema, undefined)) return undefined;
  const numeric = text.trim() !== "" && Number.isFinite(Number(text));
  const numbers = withoutBrackets(text).split(/[,x]/).map(Number);
  const values = valuesByName(text);
  const json = jsonOf(text);
  const readings: unknown[] = [
    ...(json === undefined ? [] : [json]),
    ...(text === "true" || text === "false" ? [text === "true"] : []),
    ...(numeric ? [Number(text)] : []),
    ...(numbers.every(Number.isFinite) ? [numbers] : []),
    ...(values === undefined ? [] : [values]),
    ...(isList(option) || text.includes(",") ? [splitExpressions(withoutBrackets(text))] : []),
    text,
  ];
  for (const reading of readings) if (accepts(option, reading)) return checkOption(where, option, reading);
  if (isList(option)) return checkOption(where, option, splitExpressions(withoutBrackets(text)));
  return checkOption(where, option, numeric ? accepted(where, option, text) : text);
}

/** Whether an option takes nothing but lists. */
function isList({ accepts: words }: Option<unknown>): boolean {
  return words.startsWith("a list");
}

/** "[64, 32]" without its brackets. */
function withoutBrackets(text: string): string {
  return /^\s*\[(.*)\]\s*$/s.exec(text)?.[1] ?? text;
}

/** A text, list or object as JSON has it; undefined for another text. */
function jsonOf(text: string): unknown {
  if (!/^\s*["[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Numbers by name, { yes: 2, no: 1 }; undefined for another text. */
function valuesByName(text: string): Record<string, number> | undefined {
  const inside = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (inside === undefined) return undefined;
  const pairs = splitExpressions(inside).map((pair) => /^\s*"?(.*?)"?\s*:\s*(\S+)$/s.exec(pair));
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", Number(pair?.[2])]));
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
