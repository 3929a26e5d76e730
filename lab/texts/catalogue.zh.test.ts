import { catalogue, recipeOptions } from "evenkeel";
import { expect, test } from "vitest";
import { options } from "./catalogue/options.zh.ts";
import { recipe } from "./catalogue/recipe.zh.ts";
import { tricks } from "./catalogue/tricks.zh.ts";
import { optionInChinese, trickInChinese } from "./catalogue.zh.ts";

const makers = Object.values(catalogue).flatMap((each) => Object.values(each));
const pairs = makers.flatMap(({ definition }) =>
  Object.keys(definition.options).map((option) => [definition.name, option] as const),
);

const TO_DO = `These have no Chinese words yet. Write them in lab/texts/catalogue/: a trick in tricks.zh.ts, by its name; an option in
options.zh.ts, by "TRICK.OPTION", or by its name alone where it means the same everywhere; a key of a recipe in recipe.zh.ts.
Until then the page shows the English ones.`;

test("every trick of the catalogue, each of its options and each key of a recipe has Chinese words", () => {
  const missing = [
    ...makers.filter(({ definition }) => trickInChinese(definition.name) === undefined).map((m) => m.definition.name),
    ...pairs.filter(([owner, option]) => optionInChinese(owner, option) === undefined).map((pair) => pair.join(".")),
    ...Object.keys(recipeOptions).filter((key) => optionInChinese("recipe", key) === undefined),
  ];
  expect(missing, TO_DO).toEqual([]);
});

test("there are no Chinese words for what the catalogue lacks", () => {
  const used = new Set(
    pairs.map(([owner, option]) => (`${owner}.${option}` in options ? `${owner}.${option}` : option)),
  );
  const names = new Set(makers.map(({ definition }) => definition.name));
  expect([
    ...Object.keys(tricks).filter((name) => !names.has(name)),
    ...Object.keys(options).filter((key) => !used.has(key)),
    ...Object.keys(recipe).filter((key) => !Object.hasOwn(recipeOptions, key)),
  ]).toEqual([]);
});

test("the words are Chinese, and none is a name of Object's", () => {
  for (const words of [tricks, options, recipe])
    for (const text of Object.values(words)) expect(text).toMatch(/[\u4e00-\u9fff]/);
  expect(trickInChinese("constructor")).toBeUndefined();
  expect(optionInChinese("sgd", "toString")).toBeUndefined();
});
