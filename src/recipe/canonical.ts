import { checkOption, type Option } from "../options.ts";
import { classWeightsText } from "./class-weights-option.ts";
import { dataText } from "./data-text.ts";
import { modelText } from "./model-defaults.ts";
import { ownTricks } from "./own-tricks.ts";
import { itemOptions, type Recipe, recipeOptions } from "./recipe.ts";
import { scheduleText } from "./schedule-text.ts";
import { stoppingText } from "./stopping-text.ts";
import { type Use, type WrittenOption, writtenText } from "./written.ts";

/** Keys whose texts are more than an expression, and what makes them canonical. */
const TEXTS: { readonly [K in keyof Recipe]?: (value: never, use: Use) => unknown } = {
  data: dataText,
  model: modelText,
  schedule: scheduleText,
  earlyStopping: stoppingText,
  classWeights: classWeightsText,
};

/** The recipe with every trick as canonical text, so that equal recipes are equal JSON. */
export function canonical(given: Recipe): Recipe {
  const { use } = given;
  const texts = Object.entries(given).map(([key, value]) => [key, canonicalValue(key as keyof Recipe, value, use)]);
  const recipe = Object.fromEntries(texts) as Recipe;
  return use === undefined ? recipe : { ...recipe, use: ownTricks(use, JSON.stringify({ ...recipe, use: undefined })) };
}

/** The value of a key with every trick in it as canonical text. */
export function canonicalValue(key: keyof Recipe, value: unknown, use: Use): unknown {
  if (value === undefined || key === "use") return value;
  const option = recipeOptions[key] as Option<unknown>;
  const where = `recipe: ${key}`;
  checkOption(where, option, value);
  const special = TEXTS[key] as ((value: unknown, use: Use) => unknown) | undefined;
  if (special !== undefined) return special(value, use);
  if (!isList(key)) return textOf(where, option, value, use);
  return (value as unknown[]).map((one, i) => textOf(`${where}[${i}]`, itemOptions[key], one, use));
}

function isList(key: string): key is keyof typeof itemOptions {
  return Object.hasOwn(itemOptions, key);
}

/** The canonical text of one trick; names stand for themselves. */
function textOf(where: string, option: Option<unknown>, value: unknown, use: Use): unknown {
  const { kinds = [], choices = [] } = option as Partial<WrittenOption<unknown>>;
  if (kinds.length === 0) return value;
  checkOption(where, option, value);
  return typeof value === "string" && choices.includes(value) ? value : writtenText(where, kinds, value, use);
}
