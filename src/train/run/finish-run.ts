import { deviceOptionsOf } from "../../backend/open.ts";
import { inputShape } from "../../data/dataset.ts";
import { described } from "../../formats/described.ts";
import type { Weights } from "../../formats/weights.ts";
import { defined } from "../../options/defined.ts";
import { ensemble } from "../../predict/ensemble.ts";
import { TrainedModel } from "../../predict/trained-model.ts";
import type { Signal } from "../../signals/signal.ts";
import type { CallbackRunner } from "../callback-runner.ts";
import { evaluate } from "../evaluate.ts";
import type { Training } from "../prepare/prepare-training.ts";
import type { Place } from "../recover/place.ts";
import type { TrainingSession } from "../step/session.ts";
import type { TrainOptions } from "../train-options.ts";
import { baselineOf } from "./baseline.ts";
import type { History, Stopped, TestMeasures } from "./history.ts";
import { Run } from "./run.ts";
import { runConfig } from "./run-record.ts";

/** What a run ends with. */
export interface Ending {
  training: Training;
  callbacks: CallbackRunner;
  place: Place;
  history: History;
  signals: readonly Signal[];
  stopped: Stopped;
  /** All that training goes on from. */
  state: Weights;
  /** The weights of the model, unless a callback chose others. */
  weights: Weights;
  seconds: number;
  backend: string;
  relaxedSimd: boolean | undefined;
  winograd: boolean | undefined;
}

/** The run of an ending, with the model of the weights that a callback kept, or the ensemble of its members. */
export function runOf(ending: Ending, test: TestMeasures | undefined): Run {
  const { training, callbacks, place, history, signals, stopped, seconds, backend, state } = ending;
  const { kept, members } = callbacks;
  return new Run({
    model: members.length === 0 ? modelOf(ending, kept?.weights ?? ending.weights) : ensembleOf(ending),
    history,
    signals,
    test,
    baseline: baselineOf(training),
    stopped: {
      ...stopped,
      ...(members.length > 0 ? { members: members.map(({ epoch }) => epoch) } : defined({ bestEpoch: kept?.epoch })),
    },
    steps: place.steps,
    skippedSteps: place.skipped,
    skippedInARow: place.inARow,
    partialEpoch: place.step === 0 ? undefined : place.sums,
    capacity: training.capacity,
    hints: training.hints,
    seconds,
    backend,
    state,
    config: described(runConfig, training),
  });
}

/** Milliseconds that the test may take after an interrupt. */
const PATIENCE = 500;

/** Loss and metrics of the final model over the test set; undefined without one, or where an interrupt cannot wait for it. */
export async function testOf(
  session: TrainingSession,
  ending: Ending,
  options: TrainOptions,
): Promise<TestMeasures | undefined> {
  const { training, callbacks, weights } = ending;
  const { data, loss, metrics, batchSize, signal, now } = training;
  if (data.test === undefined) return undefined;
  if (callbacks.members.length > 0) {
    if (signal?.aborted) return undefined;
    const together = ensembleOf(ending);
    return evaluate(together, data.test, { ...deviceOptionsOf(options), loss, metrics, batchSize });
  }
  await session.useModelWeights(callbacks.kept?.weights ?? weights);
  const started = now();
  return session.evaluate("test", batchSize, signal?.aborted ? () => now() - started > PATIENCE : undefined);
}

function ensembleOf(ending: Ending): TrainedModel {
  return ensemble(ending.callbacks.members.map(({ weights }) => modelOf(ending, weights)));
}

function modelOf({ training, relaxedSimd, winograd }: Ending, weights: Weights): TrainedModel {
  const { layer, data, task, scale, targetScale, inputRange, loss, metrics } = training;
  return new TrainedModel({
    layer,
    inputShape: inputShape(data.train),
    scale,
    inputRange,
    weights,
    classes: data.classes ?? (task === "multilabel" ? data.columns?.targets : undefined),
    task,
    targetScale,
    columns: data.columns,
    logits: loss.predictions !== undefined,
    predictions: loss.predictions,
    loss,
    metrics,
    relaxedSimd,
    winograd,
  });
}
