import { options } from "./catalogue/options.zh.ts";
import { recipe } from "./catalogue/recipe.zh.ts";
import { tricks } from "./catalogue/tricks.zh.ts";

/** The summary of a trick in Chinese; undefined for one that the catalogue lacks. */
export function trickInChinese(name: string): string | undefined {
  return own(tricks, name);
}

/** What an option of a trick means, in Chinese; of a recipe, where the owner is "recipe". */
export function optionInChinese(owner: string, option: string): string | undefined {
  if (owner === "recipe") return own(recipe, option);
  return own(options, `${owner}.${option}`) ?? own(options, option);
}

function own(words: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(words, key) ? words[key] : undefined;
}
