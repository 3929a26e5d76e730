import type { RecipeInput } from "../recipe/recipe.ts";
import type { Design } from "./design.ts";
import type { TuneOptions } from "./tuning/tune-options.ts";
import type { Vary } from "./vary.ts";

/** A ready experiment: a question, which keys of a recipe are varied, on which data, with how many seeds. */
export interface Experiment extends TuneOptions {
  name: string;
  title: string;
  /** What is asked, as one sentence that ends in a question mark. */
  question: string;
  summary: string;
  base: RecipeInput;
  /** Values for some keys of the recipe; the first value of each makes the baseline. */
  vary?: Vary;
  /** How the values are put together; every combination by default. */
  design?: Design;
  /** Variants by name, in place of `vary`; the first one is the baseline. */
  variants?: Readonly<Record<string, RecipeInput>>;
  /** Trained networks are measured on the training set too: how much better they are there. */
  measureTraining?: boolean;
  /** For drawn digits, which have no fixed size: their numbers, and what goes with these. */
  drawn: RecipeInput;
  /** How many seeds each variant is trained with. */
  seeds: number;
}

export function defineExperiment(experiment: Experiment): Experiment {
  return experiment;
}
