import type { Dataset } from "../data/dataset.ts";
import { EvenkeelError } from "../errors.ts";
import { defined } from "../options/defined.ts";
import { trainRecipe } from "../recipe/train-recipe.ts";
import { failureOf } from "../train/run/failure-of.ts";
import type { TrainOptions } from "../train/train-options.ts";
import { NOT_BEGUN } from "./run-outcome.ts";
import type { StudyRun } from "./study.ts";
import type { Variant } from "./variants.ts";

/** Trains a variant with one seed. A run that fails is a result; a mistake in the recipe ends the comparison. */
export async function studyRun(
  { name: variant, recipe }: Variant,
  seed: number,
  data: Dataset,
  host: Partial<TrainOptions>,
): Promise<StudyRun> {
  const started = performance.now();
  if (host.signal?.aborted) return { variant, seed, history: [], seconds: 0, failure: NOT_BEGUN };
  try {
    const run = await trainRecipe({ ...recipe, seed }, data, host);
    const { history, stopped, seconds } = run;
    await run.model.close();
    const failure = failureOf(run);
    const test = failure === undefined ? run.test : undefined;
    return { variant, seed, history, ...defined({ test }), stopped, seconds, ...defined({ failure }) };
  } catch (error) {
    if (!(error instanceof EvenkeelError) || error.kind === "usage") throw error;
    const seconds = (performance.now() - started) / 1000;
    return { variant, seed, history: [], seconds, failure: error.message };
  }
}
