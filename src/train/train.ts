import { type DeviceOptions, openDevice } from "../backend/open.ts";
import { batches } from "../data/batches.ts";
import { checkDataset } from "../data/check-dataset.ts";
import { type Dataset, inputShape, sampleCount } from "../data/dataset.ts";
import type { LinearScale, Scaling } from "../data/scaling.ts";
import { scaleToUnit } from "../data/scaling/scale-to-unit.ts";
import type { Layer } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import type { Metric } from "../model/metric.ts";
import { accuracy } from "../model/metrics/accuracy.ts";
import { TrainedModel } from "../model/trained-model.ts";
import type { Callback } from "./callback.ts";
import { checkOutputs, checkTraining } from "./check-training.ts";
import { firstWeights } from "./first-weights.ts";
import type { Epoch, History, Measures, Stopped } from "./history.ts";
import type { Optimizer } from "./optimizer.ts";
import { adam } from "./optimizers/adam.ts";
import { learningRateOf } from "./learning-rate.ts";
import { Run } from "./run.ts";
import type { Progress as ScheduleProgress } from "./schedule.ts";
import { type StepResult, TrainingSession, type Weights } from "./session.ts";

export interface TrainOptions extends DeviceOptions {
  /** crossEntropy() by default. */
  loss?: Loss;
  /** [accuracy()] by default where targets are classes, else none. */
  metrics?: readonly Metric[];
  /** adam() by default. */
  optimizer?: Optimizer;
  /** How often the training part is gone through. 10 by default. */
  epochs?: number;
  /** Samples of one step; a last smaller batch is trained on too. 64 by default. */
  batchSize?: number;
  /** Decides first weights, the order of the data, and masks. 1 by default. */
  seed?: number;
  callbacks?: readonly Callback[];
  /** What inputs are scaled by. By default bytes are scaled to [0, 1] and other numbers are left as they are. */
  scaling?: Scaling | "none";
  /** Stops the run after the steps that are under way; the weights so far are given back. */
  signal?: AbortSignal;
  /** Called some times a second. */
  onProgress?: (progress: TrainProgress) => void;
  /** Milliseconds from any fixed point on; performance.now by default. */
  now?: () => number;
}

export interface TrainProgress {
  /** The epoch under way, counted from 1. */
  epoch: number;
  epochs: number;
  /** Steps done in this epoch. */
  step: number;
  stepsPerEpoch: number;
  /** Means over the epoch so far. */
  train: Measures;
  /** The last epoch that was completed. */
  last?: Epoch;
  /** Seconds. */
  elapsed: number;
  /** Seconds that the rest of the epochs would take at this speed. */
  remaining: number;
}

/** Milliseconds that the engine computes before it reports. */
const REPORT_EVERY = 100;
/** Steps in a row with a loss or gradient that is not finite, after which the run has diverged. */
const DIVERGED_AFTER = 10;

/** Trains a model on the training part of the data; validates after each epoch; tests at the end. */
export async function train(layer: Layer, data: Dataset, options: TrainOptions = {}): Promise<Run> {
  const {
    loss = crossEntropy(),
    metrics = loss.targetKind === "classes" ? [accuracy()] : [],
    optimizer = adam(),
    epochs = 10,
    batchSize = 64,
    seed = 1,
    callbacks = [],
    signal,
    onProgress = () => {},
    now = () => performance.now(),
  } = options;
  checkTraining({ epochs, batchSize, seed });
  checkDataset(data);
  const model = layer.build(inputShape(data.train));
  checkOutputs(data, loss, model.outputShape);
  const scale = fitScale(data, options.scaling);
  const samples = sampleCount(data.train);
  const stepsPerEpoch = Math.ceil(samples / batchSize);
  const progress: ScheduleProgress = { stepsPerEpoch, totalSteps: stepsPerEpoch * epochs };
  batches(samples, batchSize, { seed, epoch: 0 }); // refuses a batch larger than the data before anything is opened

  const started = now();
  const device = await openDevice(options);
  try {
    const parts = { device, model, data, scale, loss, metrics, optimizer, callbacks, progress, seed };
    const session = await TrainingSession.open(parts, firstWeights(model, seed));
    const running = callbacks.flatMap((callback) => callback.start?.() ?? []);
    const history: History = [];
    let kept: { weights: Weights; epoch: number } | undefined;
    let stopped: Stopped | undefined;
    let failures = 0;
    let skipped = 0;

    for (let epoch = 1; epoch <= epochs && stopped === undefined; epoch++) {
      const epochStarted = now();
      const means = new Means();
      const order = [...batches(samples, batchSize, { seed, epoch })];
      let stepsAtOnce = 1;
      for (let step = 0; step < order.length && stopped === undefined; ) {
        const some = order.slice(step, step + stepsAtOnce);
        const before = now();
        const results = await session.step(some, (epoch - 1) * stepsPerEpoch + step);
        results.forEach((result, i) => {
          if (result.finite === 1) means.add(result, some[i].length);
          else skipped++;
          failures = result.finite === 1 ? 0 : failures + 1;
        });
        step += some.length;
        stepsAtOnce = Math.max(1, Math.min(64, Math.round((REPORT_EVERY / (now() - before + 1e-3)) * some.length)));
        if (failures >= DIVERGED_AFTER) stopped = divergence(epoch, step, failures, results.at(-1) as StepResult);
        else if (signal?.aborted) stopped = { reason: "aborted", epoch: epoch - 1 };
        const elapsed = (now() - started) / 1000;
        const done = (epoch - 1) * stepsPerEpoch + step;
        onProgress({
          epoch,
          epochs,
          step,
          stepsPerEpoch,
          train: means.values,
          ...(history.length === 0 ? {} : { last: history.at(-1) as Epoch }),
          elapsed,
          remaining: (elapsed / done) * (stepsPerEpoch * epochs - done),
        });
      }
      if (stopped !== undefined) break;

      history.push({
        epoch,
        learningRate: learningRateOf(optimizer, { step: epoch * stepsPerEpoch - 1, ...progress }),
        train: means.values,
        ...(data.validation === undefined ? {} : { validation: await session.evaluate("validation", batchSize) }),
        seconds: (now() - epochStarted) / 1000,
      });
      for (const callback of running) {
        const reason = await callback.epochEnd?.({
          epoch: history.at(-1) as Epoch,
          history,
          keepWeights: async () => {
            kept = { weights: await session.modelWeights(), epoch };
          },
        });
        if (reason !== undefined) stopped ??= { reason: "early stopping", epoch, detail: reason };
      }
    }

    const state = await session.trainingState();
    if (kept !== undefined) await session.useModelWeights(kept.weights);
    const weights = kept?.weights ?? (await session.modelWeights());
    const test = data.test === undefined ? undefined : await session.evaluate("test", batchSize);
    return new Run({
      model: new TrainedModel({
        layer,
        inputShape: inputShape(data.train),
        scale,
        weights,
        classes: data.classes,
        logits: loss.targetKind === "classes",
      }),
      history,
      test,
      stopped: {
        ...(stopped ?? { reason: "epochs", epoch: epochs }),
        ...(kept === undefined ? {} : { bestEpoch: kept.epoch }),
      },
      skippedSteps: skipped,
      seconds: (now() - started) / 1000,
      backend: device.description,
      state,
      recipe: { loss, optimizer, epochs, batchSize, seed, callbacks, metrics },
    });
  } finally {
    await device.close();
  }
}

function fitScale({ train: { inputs } }: Dataset, scaling: Scaling | "none" | undefined): LinearScale {
  const chosen = scaling ?? (inputs.data instanceof Uint8Array ? scaleToUnit() : "none");
  return chosen === "none" ? { subtract: 0, multiply: 1 } : chosen.fit(inputs.data);
}

function divergence(epoch: number, step: number, failures: number, { loss, gradientNorm }: StepResult): Stopped {
  const what = Number.isFinite(loss) ? `the gradient's norm was ${gradientNorm}` : `the loss was ${loss}`;
  return {
    reason: "diverged",
    epoch: epoch - 1,
    detail:
      `${what} for ${failures} steps in a row, up to step ${step} of epoch ${epoch}; none of these steps was taken, so the ` +
      "weights are the last good ones. Try a learning rate ten times smaller, clipByGlobalNorm(1), or inputs scaled to [0, 1].",
  };
}

/** Means over batches of different sizes. */
class Means {
  #totals: Measures = {};
  #count = 0;

  add({ gradientNorm, finite, ...measures }: StepResult, size: number): void {
    for (const [name, value] of Object.entries(measures)) this.#totals[name] = (this.#totals[name] ?? 0) + value * size;
    this.#count += size;
  }

  get values(): Measures {
    return Object.fromEntries(Object.entries(this.#totals).map(([name, total]) => [name, total / this.#count]));
  }
}
