import { usageError } from "../errors.ts";
import { show } from "../options/show.ts";
import { unknownName } from "../options.ts";
import { LIMITS } from "../recipe/limits.ts";
import { defineRecipe, type Recipe, type RecipeInput, recipeOptions } from "../recipe/recipe.ts";
import type { Vary } from "./experiment.ts";

/** Keys that all variants share, and what to do instead. */
const SHARED: Readonly<Record<string, string>> = {
  seed: "Give seeds instead: every variant is trained with each of them.",
  metric: "Give it to the base: all variants are compared by one metric.",
};

/** One way to train: the base recipe with some changes. */
export interface Variant {
  /** "dropout 0.5" */
  name: string;
  changes: Record<string, unknown>;
  recipe: Recipe;
}

/** Every combination of the varied values. The first values come first and make the baseline. */
export function variantsOf(base: RecipeInput, vary: Vary): Variant[] {
  const keys = Object.keys(vary);
  for (const key of keys) {
    if (!Object.hasOwn(recipeOptions, key)) throw unknownName("compare: vary", "key", key, Object.keys(recipeOptions));
    if (Object.hasOwn(SHARED, key))
      throw usageError({ where: "compare: vary", expected: `any key but ${key}`, received: key, fix: SHARED[key] });
    const values = vary[key as keyof Vary];
    if (Array.isArray(values) && values.length >= 1 && new Set(values.map(show)).size === values.length) continue;
    throw usageError({
      where: `compare: vary ${key}`,
      expected: "a list of different values",
      received: show(values),
    });
  }
  const variants = keys.reduce((product, key) => product * (vary[key as keyof Vary] as unknown[]).length, 1);
  if (variants > LIMITS.variants)
    throw usageError({
      where: "compare: vary",
      expected: `at most ${LIMITS.variants.toLocaleString("en")} variants`,
      received: variants.toLocaleString("en"),
    });
  const combinations = keys.reduce<Record<string, unknown>[]>(
    (all, key) =>
      all.flatMap((changes) => (vary[key as keyof Vary] as unknown[]).map((value) => ({ ...changes, [key]: value }))),
    [{}],
  );
  if (combinations.length < 2)
    throw usageError({
      where: "compare: vary",
      expected: "at least two variants",
      received: String(combinations.length),
      fix: "Give a key at least two values, such as { dropout: [0, 0.5] }.",
    });
  return combinations.map((changes) => ({
    name: Object.entries(changes)
      .map(([key, value]) => `${key} ${showValue(value)}`)
      .join(", "),
    changes,
    recipe: defineRecipe({ ...base, ...(changes as RecipeInput) }),
  }));
}

function showValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(showValue).join("-");
  return typeof value === "string" ? value : value === undefined ? "none" : show(value);
}
