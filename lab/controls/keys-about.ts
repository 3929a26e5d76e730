import { type Option, type Recipe, recipeOptions } from "evenkeel";
import type { Experiment } from "../experiment.ts";

/** The keys that a chapter is about: those in which A and B differ, and those that set its tricks. */
export function keysAbout({ a, b }: Pick<Experiment, "a" | "b">, tricks: readonly string[]): (keyof Recipe)[] {
  const keys = Object.keys(recipeOptions) as (keyof Recipe)[];
  const sets = (key: keyof Recipe, trick: string) => {
    const { choices = [] } = recipeOptions[key] as Option<unknown>;
    return key === trick || [trick, trick.replace(/Norm$/, "")].some((name) => choices.includes(name));
  };
  return keys.filter((key) => key in a || key in b || tricks.some((trick) => sets(key, trick)));
}
