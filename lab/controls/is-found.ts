import { catalogue, type Option, type Recipe, recipeOptions } from "evenkeel";
import { nameOf } from "./name-of.ts";
import { catalogues } from "./trick-named.ts";
import { wordsOfOption } from "./words-of.ts";

/** Whether a key of a recipe is looked for: by its name, by what it does, or by the name of a trick that it takes. */
export function isFound(key: keyof Recipe, search: string): boolean {
  const { doc, takes = [], choices = [] } = recipeOptions[key] as Option<unknown>;
  const tricks = catalogues(takes).flatMap((kind) => Object.keys(catalogue[kind]));
  const text = plain([key, nameOf(key), doc, wordsOfOption("recipe", key, doc), ...choices, ...tricks].join(" "));
  return search
    .trim()
    .split(/\s+/)
    .every((word) => text.includes(plain(word)));
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll("-", "");
}
