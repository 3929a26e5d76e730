import type { Experiment } from "../../compare/experiment.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";

/** Drawn digits have the sizes that the experiment gives; real data are taken whole. Its batches fit fewer samples. */
export function baseOf(experiment: Pick<Experiment, "base" | "drawn"> | undefined, given: RecipeInput): RecipeInput {
  const data = given.data ?? experiment?.base.data ?? "digits";
  const { batchSize, ...base } = { ...experiment?.base, ...(data === "digits" ? experiment?.drawn : {}) };
  const fitting = batchSize === undefined ? {} : { batchSize: Math.min(batchSize, given.trainSize ?? Infinity) };
  return { ...base, ...fitting, ...given };
}
