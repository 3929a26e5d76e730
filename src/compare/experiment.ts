import type { RecipeInput } from "../recipe/recipe.ts";
import type { Vary } from "./vary.ts";

/** A ready experiment: which keys of a recipe are varied, on which data, with how many seeds. */
export interface Experiment {
  name: string;
  title: string;
  summary: string;
  base: RecipeInput;
  /** Values for some keys of the recipe; the first value of each makes the baseline. */
  vary: Vary;
  /** For drawn digits, which have no fixed size: their numbers, and what goes with these. */
  drawn: RecipeInput;
  /** How many seeds each variant is trained with. */
  seeds: number;
}

export function defineExperiment(experiment: Experiment): Experiment {
  return experiment;
}
