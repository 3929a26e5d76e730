import { EvenkeelError } from "../errors.ts";
import { defined } from "../options/defined.ts";
import { checkOption, refused } from "../options.ts";
import { recipeOptions } from "../recipe/recipe.ts";
import { evaluate } from "../train/evaluate.ts";
import { failureOf } from "../train/run/failure-of.ts";
import { numbersOf } from "../train/run/history.ts";
import { Run } from "../train/run/run.ts";
import type { RunRecord } from "../train/run/run-record.ts";
import { train } from "../train/train.ts";
import type { TrainOptions } from "../train/train-options.ts";
import type { PreparedVariant } from "./prepared-variant.ts";
import { NOT_BEGUN } from "./run-outcome.ts";
import type { StudyRun } from "./study.ts";

/**
 * Trains a variant with one seed. A run that fails is a result; a mistake in what was asked for ends the comparison.
 * @param folder where the run is saved while it is under way, and goes on from.
 */
export async function studyRun(
  { name: variant, model, data, training, measureTraining }: PreparedVariant,
  seed: number,
  host: Partial<TrainOptions>,
  folder?: string,
): Promise<StudyRun> {
  const started = performance.now();
  if (host.signal?.aborted) return { variant, seed, history: [], seconds: 0, failure: NOT_BEGUN };
  // A run that goes on has its time anew: more than the others had.
  const isSaved = folder !== undefined && training.maxTime === undefined;
  const saved = isSaved ? await (await import("./kept/run-under-way.ts")).runUnderWay(folder) : undefined;
  if (saved?.ended !== undefined) return { variant, seed, ...outcome(saved.ended) };
  try {
    const run = await train(model, data, { ...training, ...host, ...saved?.options, seed });
    try {
      const ended = outcome(run);
      const trained =
        measureTraining && ended.test !== undefined
          ? numbersOf(await evaluate(run.model, data.train, { threads: 1, ...defined({ backend: host.backend }) }))
          : undefined;
      return { variant, seed, ...ended, ...defined({ trained }) };
    } finally {
      await run.model.close();
    }
  } catch (error) {
    if (!(error instanceof EvenkeelError) || error.kind === "usage") throw error;
    const seconds = (performance.now() - started) / 1000;
    return { variant, seed, history: [], seconds, failure: error.message };
  }
}

/**
 * A run as a row of a study, for `studyFrom`: what `compare` keeps of it. Of a run that diverged or was interrupted it is the
 * failure.
 * @param variant the name of its variant.
 * @throws a usage error for what is no run.
 * @example
 * const row = studyRunOf("dropout 0.5", 1, await trainRecipe({ model: "mlp", dropout: 0.5, seed: 1 }, data));
 */
export function studyRunOf(variant: string, seed: number, run: Run): StudyRun {
  if (typeof variant !== "string" || variant === "")
    throw refused("studyRunOf: variant", "the name of a variant", variant);
  checkOption("studyRunOf: seed", recipeOptions.seed, seed);
  if (!(run instanceof Run)) throw refused("studyRunOf: run", "what train or trainRecipe gives", run);
  return { variant, seed, ...outcome(run) };
}

function outcome(
  run: Pick<RunRecord, "history" | "stopped" | "seconds" | "baseline" | "test" | "steps" | "skippedSteps">,
): Omit<StudyRun, "variant" | "seed"> {
  const { history, stopped, steps, seconds, baseline } = run;
  const failure = failureOf(run);
  const test = failure === undefined ? run.test : undefined;
  return { history, ...defined({ test, baseline }), stopped, steps, seconds, ...defined({ failure }) };
}
