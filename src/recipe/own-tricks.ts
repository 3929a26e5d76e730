import { usageError } from "../errors.ts";
import { useOption as tricksOption } from "../from-spec.ts";
import { show } from "../options/show.ts";
import type { Option } from "../options.ts";
import type { TrickMaker } from "../trick.ts";

/** Your own tricks, as `defineLayer` and the like give them. */
export type OwnTricks = readonly TrickMaker[];

export const useOption: Option<OwnTricks | undefined> = {
  ...(tricksOption as Option<OwnTricks | undefined>),
  doc: "your own tricks, which expressions know beside those of the catalogue",
};

/** @throws a usage error for names, as printed recipes have them, in place of the tricks themselves. */
export function demandTricks(use: unknown): void {
  if (!Array.isArray(use) || !use.some((one) => typeof one === "string")) return;
  throw usageError({
    where: "recipe: use",
    expected: "the tricks themselves, which JSON cannot say",
    received: show(use),
    fix: `Make the recipe a module (.ts, .mjs) that exports use: [${use.filter((one) => typeof one === "string").join(", ")}].`,
  });
}

/** Your own tricks that a recipe names; in JSON, their names. */
export function ownTricks(use: OwnTricks, texts: string): OwnTricks | undefined {
  const named = new Set(texts.match(/[\w$]+/g));
  const needed = use.filter(({ definition }) => named.has(definition.name));
  if (needed.length === 0) return undefined;
  return Object.defineProperty(needed, "toJSON", { value: () => needed.map(({ definition }) => definition.name) });
}

/** A recipe as plain JSON. */
export function plainRecipe(recipe: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(recipe)) as Record<string, unknown>;
}
