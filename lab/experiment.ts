/** The two sides of a race: A without what a chapter is about, B with it. */
export type ArmName = "a" | "b";

/** What may compute a race: this processor by WebAssembly, or a GPU. Both have bits of their own. */
export const BACKENDS = ["wasm", "webgpu"] as const;
export type Backend = (typeof BACKENDS)[number];

/** A recipe as plain JSON: keys and texts, as `defineRecipe` reads them. */
export type RecipeJson = Record<string, unknown>;

/** What is raced, in plain JSON: all that the address of the page says, so that a link shows the same bits (of a GPU: where the same one computes). */
export interface Experiment {
  /** The name of a chapter. */
  chapter: string;
  /** "main", the experiment that the page begins with; "whenNot", where the trick does not help; or a further one of the chapter. */
  which: string;
  /** What A and B share. */
  base: RecipeJson;
  /** Keys of A, over those of `base`. */
  a: RecipeJson;
  /** Keys of B. */
  b: RecipeJson;
  /** The first seed. */
  seed: number;
  /** How many seeds in all, from 1 to 5. */
  seeds: number;
  /** What computes it; "wasm" by default. */
  backend?: Backend;
}

/** The whole recipe of a side. A key that is null in the changes of a side is taken out. */
export function recipeOf({ base, a, b }: Pick<Experiment, "base" | ArmName>, arm: ArmName): RecipeJson {
  const whole = { ...base, ...(arm === "a" ? a : b) };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null));
}

/** All seeds of an experiment, one after another. */
export function seedsOf({ seed, seeds }: Pick<Experiment, "seed" | "seeds">): number[] {
  return Array.from({ length: seeds }, (_, i) => seed + i);
}
