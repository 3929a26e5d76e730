import { EvenkeelError } from "../errors.ts";
import { defined } from "../options/defined.ts";
import { failureOf } from "../train/run/failure-of.ts";
import { train } from "../train/train.ts";
import type { TrainOptions } from "../train/train-options.ts";
import type { PreparedVariant } from "./prepared-variant.ts";
import { NOT_BEGUN } from "./run-outcome.ts";
import type { StudyRun } from "./study.ts";

/** Trains a variant with one seed. A run that fails is a result; a mistake in what was asked for ends the comparison. */
export async function studyRun(
  { name: variant, model, data, training }: PreparedVariant,
  seed: number,
  host: Partial<TrainOptions>,
): Promise<StudyRun> {
  const started = performance.now();
  if (host.signal?.aborted) return { variant, seed, history: [], seconds: 0, failure: NOT_BEGUN };
  try {
    const run = await train(model, data, { ...training, ...host, seed });
    const { history, stopped, seconds, baseline } = run;
    await run.model.close();
    const failure = failureOf(run);
    const test = failure === undefined ? run.test : undefined;
    return { variant, seed, history, ...defined({ test, baseline }), stopped, seconds, ...defined({ failure }) };
  } catch (error) {
    if (!(error instanceof EvenkeelError) || error.kind === "usage") throw error;
    const seconds = (performance.now() - started) / 1000;
    return { variant, seed, history: [], seconds, failure: error.message };
  }
}
