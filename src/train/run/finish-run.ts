import { described } from "../../formats/described.ts";
import { defined } from "../../options/defined.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import type { TrainingSession } from "../step/session.ts";
import type { TrainOptions } from "../train-options.ts";
import type { Ending, Tested } from "./ending.ts";
import type { TestMeasures } from "./history.ts";
import { modelOf } from "./model-of.ts";
import { Run } from "./run.ts";
import { RUN_CONFIG } from "./run-keys.ts";

/** The run of an ending, with the model of the weights that a callback kept, or the ensemble of its members. */
export function runOf(ending: Ending, test: TestMeasures | undefined): Run {
  const { training, callbacks, place, history, signals, nonFinite, stopped, seconds, backend, state } = ending;
  const { kept, members } = callbacks;
  return new Run({
    model: ensembleOf(ending) ?? modelOf(ending, kept?.weights ?? ending.weights),
    history,
    signals,
    test,
    baseline: training.baselineOf?.(training),
    stopped: {
      ...stopped,
      ...(members.length > 0 ? { members: members.map(({ epoch }) => epoch) } : defined({ bestEpoch: kept?.epoch })),
    },
    steps: place.steps,
    skippedSteps: place.skipped,
    skippedInARow: place.inARow,
    findings: callbacks.findings,
    nonFinite: nonFinite.length === 0 ? undefined : nonFinite,
    partialEpoch: place.step === 0 ? undefined : place.sums,
    capacity: training.capacity,
    hints: training.hints,
    weightsReport: training.weightsReport,
    seconds,
    backend,
    state,
    config: described(RUN_CONFIG, training),
  });
}

/** Milliseconds that the test may take after an interrupt. */
const PATIENCE = 500;

/**
 * Loss and metrics of the final model over the test set; none without one, or where an interrupt cannot wait for it. With them the
 * ending, which names what computed the test where that is another device.
 */
export async function testOf(session: TrainingSession, ending: Ending, options: TrainOptions): Promise<Tested> {
  const { training, callbacks } = ending;
  const { data, batchSize, signal, now } = training;
  const samples = data.test;
  if (samples === undefined) return { ending, test: undefined };
  const together = ensembleOf(ending);
  if (together !== undefined) {
    if (signal?.aborted) return { ending, test: undefined };
    return (await import("./test-apart.ts")).testOfEnsemble({ model: together, samples, ending }, options);
  }
  const weights = callbacks.kept?.weights ?? ending.weights;
  try {
    await session.useModelWeights(weights);
    const started = now();
    const givenUp = signal?.aborted ? () => now() - started > PATIENCE : undefined;
    return { ending, test: await session.evaluate("test", batchSize, givenUp) };
  } catch (error) {
    if (options.backend !== "auto") throw error;
    const { testAfterLoss } = await import("./test-apart.ts");
    return testAfterLoss(error, { model: modelOf(ending, weights), samples, ending }, options);
  }
}

/** The ensemble of the members that a callback asked to keep, if there are any. */
function ensembleOf(ending: Ending): TrainedModel | undefined {
  return ending.callbacks.joined(({ weights }) => modelOf(ending, weights));
}
