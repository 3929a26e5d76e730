import type { Dataset } from "../../data/dataset.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";
import type { Measures } from "../../train/run/history.ts";
import type { StudyRun, StudyTable } from "../study.ts";

/** What is compared where the networks are the same and only what is read off them differs. */
export interface ReadingExperiment {
  name: string;
  title: string;
  /** What is asked, as one sentence that ends in a question mark. */
  question: string;
  summary: string;
  /** The recipe by which all networks are trained. */
  base: RecipeInput;
  /** For drawn digits, which have no fixed size: their numbers, and what goes with these. */
  drawn: RecipeInput;
  seeds: number;
  /** Networks that are trained for each seed. */
  networks: number;
  /** What the networks of one seed give on the test set, by variant; the baseline first. */
  read(networks: readonly TrainedModel[], data: Dataset): Promise<Readonly<Record<string, Measures>>>;
  /** The variants that `read` gives, in its order. */
  variants: readonly string[];
  /** What is shown besides, of runs that were measured. */
  tables(runs: readonly StudyRun[]): StudyTable[];
}

export function defineReading(experiment: ReadingExperiment): ReadingExperiment {
  return experiment;
}
