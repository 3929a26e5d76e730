import type { Experiment, RecipeJson } from "../experiment.ts";

/** The keys of a recipe that differ from those of another; undefined: it has none. */
export function changesOf(recipe: RecipeJson, planned: RecipeJson): [key: string, value: unknown][] {
  const keys = [...new Set([...Object.keys(planned), ...Object.keys(recipe)])].sort();
  return keys
    .filter((key) => JSON.stringify(recipe[key]) !== JSON.stringify(planned[key]))
    .map((key) => [key, recipe[key]]);
}

/** A recipe with changes: a key of the value undefined is taken out. */
export function changed(planned: RecipeJson, changes: readonly [string, unknown][]): RecipeJson {
  const whole = new Map([...Object.entries(planned), ...changes]);
  return Object.fromEntries([...whole].filter(([, value]) => value !== undefined));
}

/** Parts of an experiment, and what keys of an address begin with that are theirs. */
export const PARTS = { base: "", a: "a.", b: "b." } as const satisfies { [K in keyof Experiment]?: string };
