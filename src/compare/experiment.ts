import type { Recipe, RecipeInput } from "../recipe/recipe.ts";

/** A question about a trick, ready to be put: what is varied, on what, how often. */
export interface Experiment {
  name: string;
  title: string;
  summary: string;
  base: RecipeInput;
  /** Values for some keys of the recipe; the first of each makes the baseline. */
  vary: Vary;
  /** For drawn digits, which have no size of their own: sizes, and what goes with them. */
  drawn: RecipeInput;
  /** How many seeds each variant is trained with. */
  seeds: number;
}

export type Vary = { [K in keyof Recipe]?: readonly Recipe[K][] };

export function defineExperiment(experiment: Experiment): Experiment {
  return experiment;
}
