import { EvenkeelError } from "../errors.ts";
import { defined } from "../options/defined.ts";
import { failureOf } from "../train/run/failure-of.ts";
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
  { name: variant, model, data, training }: PreparedVariant,
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
    await run.model.close();
    return { variant, seed, ...outcome(run) };
  } catch (error) {
    if (!(error instanceof EvenkeelError) || error.kind === "usage") throw error;
    const seconds = (performance.now() - started) / 1000;
    return { variant, seed, history: [], seconds, failure: error.message };
  }
}

function outcome(
  run: Pick<RunRecord, "history" | "stopped" | "seconds" | "baseline" | "test" | "steps" | "skippedSteps">,
): Omit<StudyRun, "variant" | "seed"> {
  const { history, stopped, seconds, baseline } = run;
  const failure = failureOf(run);
  const test = failure === undefined ? run.test : undefined;
  return { history, ...defined({ test, baseline }), stopped, seconds, ...defined({ failure }) };
}
