import { batches } from "../../data/batches.ts";
import { checkDataset } from "../../data/checks/check-dataset.ts";
import { checkIndices } from "../../data/checks/check-indices.ts";
import { checkTargets } from "../../data/checks/check-targets.ts";
import { expectDataset } from "../../data/checks/expect-dataset.ts";
import { hintsAbout, inputRange } from "../../data/checks/hints.ts";
import { hintsAboutTargets } from "../../data/checks/hints-about-targets.ts";
import { type Dataset, inputShape, sampleCount } from "../../data/dataset.ts";
import { fitScale, scalingOf } from "../../data/fit-scale.ts";
import { isOneForAll } from "../../data/scaled.ts";
import { hintsAboutTable } from "../../data/table/hints-about-table.ts";
import { taskOf } from "../../data/task-of.ts";
import { EvenkeelError, elsewhere } from "../../errors.ts";
import { sizeOf } from "../../graph/shape.ts";
import { checkMetrics } from "../../model/checks/check-metrics.ts";
import { expectLayer } from "../../model/checks/expect-layer.ts";
import { firstLayersOf, indicesOf } from "../../model/checks/first-layers.ts";
import { lastLayersOf } from "../../model/checks/last-layers.ts";
import { defaultMetrics } from "../../model/default-metrics.ts";
import type { BuiltLayer, Layer } from "../../model/layer.ts";
import type { Monitor } from "../../model/monitor.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import type { KnownProgress } from "../../optimize/schedule.ts";
import { schedulesIn } from "../../optimize/schedules-in.ts";
import { defined } from "../../options/defined.ts";
import { resolveOptions } from "../../options.ts";
import { Monitors } from "../monitors.ts";
import { checkStreamed } from "../stream/check-streamed.ts";
import { chunkSize } from "../stream/chunk-size.ts";
import { insteadOfTrainOptions, type TrainOptions, trainOptions } from "../train-options.ts";
import { capacityOf } from "./capacity.ts";
import {
  buildAugmentation,
  checkCallbacks,
  checkEnding,
  checkMoves,
  checkOutputs,
  checkStride,
} from "./check-training.ts";
import { checkWeights } from "./check-weights.ts";
import { defaultLoss } from "./default-loss.ts";
import { hintsAboutTask } from "./hints-about-task.ts";
import { targetScaleOf } from "./target-scale.ts";
import { weighClasses } from "./weigh-classes.ts";
import { withColumns } from "./with-columns.ts";

/** A training run that was checked, with every default filled in. */
export type Training = ReturnType<typeof prepareTraining>;

/**
 * Fills in what was left out, and checks everything that can be checked before a device is opened.
 * @param where the function that errors name.
 * @throws a usage error for anything that does not fit.
 */
export function prepareTraining(layer: Layer, given: Dataset, options: TrainOptions, where = "train") {
  try {
    return prepared(layer, given, options);
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    throw elsewhere(error, error.where.replace(/^train(?=$|:)/, where));
  }
}

function prepared(bare: Layer, given: Dataset, options: TrainOptions) {
  expectLayer("train: model", bare);
  expectDataset("train: data", given);
  const layer = withColumns(bare, given);
  const checked = resolveOptions("train", trainOptions, options, insteadOfTrainOptions);
  const { epochs, seed, optimizer = adam(), callbacks = [], augment } = checked;
  const data = checkDataset(given);
  const task = taskOf(data);
  checkCallbacks(callbacks, optimizer);
  const model: BuiltLayer = layer.build(inputShape(data.train));
  const outputs = sizeOf(model.outputShape);
  const unweighed = checked.loss ?? defaultLoss(data, task, outputs);
  const learned = { loss: unweighed, outputs, classes: data.classes, task };
  const metrics = checked.metrics ?? defaultMetrics(learned);
  checkMetrics(metrics, learned);
  const monitors = new Monitors(metrics, data.validation !== undefined);
  for (const { name, monitor } of callbacks) monitors.find(`train: callbacks: ${name}`, monitor);
  for (const { name, monitor } of schedulesIn(optimizer)) monitors.find(`train: optimizer: ${name}`, monitor);
  checkEnding(layer, unweighed, model.outputShape);
  checkOutputs(data, unweighed, model.outputShape);
  const loss = weighClasses(unweighed, data, outputs, checked.classWeights);
  checkWeights(data, loss);
  checkTargets(data, loss);
  const indices = indicesOf(layer);
  checkIndices(data, indices);
  const samples = data.stream?.samples ?? sampleCount(data.train);
  checkStreamed(data, callbacks, model);
  const batchSize = checked.batchSize ?? Math.min(64, samples);
  batches(samples, batchSize, { seed }); // refuses a batch that is larger than the data
  const stepsPerEpoch = Math.ceil(samples / batchSize);
  const known = { stepsPerEpoch, totalSteps: stepsPerEpoch * epochs };
  checkStride(optimizer, known.totalSteps);
  checkMoves(model, optimizer, known);
  const driver = callbacks.find(({ rate }) => rate !== undefined);
  const range = inputRange(data.train);
  const scaling = scalingOf(data, options.scaling, indices);
  const scale = fitScale(data, scaling);
  const lastLayers = lastLayersOf(layer).map(({ name }) => name);
  const targetScale = targetScaleOf({ data, task, loss, lastLayers }, options.targetScaling);
  const rate = driver && ((step: number, given: number) => given * (driver.rate?.({ ...known, step }) ?? 1));
  return {
    layer,
    data,
    model,
    loss,
    metrics,
    optimizer,
    augmentation: augment,
    augment: augment && buildAugmentation(augment, inputShape(data.train)),
    callbacks,
    epochs,
    batchSize,
    chunkSize: chunkSize(data, batchSize),
    seed,
    samples,
    capacity: capacityOf(model, data),
    task,
    scale,
    targetScale,
    inputRange: isOneForAll(scale) ? range : inputRange(data.train, scale),
    hints: [
      ...hintsAboutTable(data),
      ...hintsAbout(
        data,
        options.scaling ?? (scaling === "none" ? undefined : scaling),
        firstLayersOf(layer).map(({ name }) => name),
        range,
      ),
      ...hintsAboutTargets(data, loss, lastLayers, targetScale),
      ...hintsAboutTask(data, { outputShape: model.outputShape, given: checked.loss !== undefined }),
    ],
    monitors,
    progress: {
      ...known,
      losses: monitors.falling("train"), // grows with the epochs
      monitored: (monitor: Monitor) => monitors.falling("train", monitor),
      ...defined({ rate }),
    } satisfies KnownProgress,
    signal: options.signal,
    onProgress: options.onProgress ?? (() => {}),
    now: options.now ?? (() => performance.now()),
  };
}
