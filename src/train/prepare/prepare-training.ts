import { batches } from "../../data/batches.ts";
import { checkDataset } from "../../data/checks/check-dataset.ts";
import { checkTargets } from "../../data/checks/check-targets.ts";
import { expectDataset } from "../../data/checks/expect-dataset.ts";
import { type Dataset, inputShape, sampleCount } from "../../data/dataset.ts";
import { fitScale, scalingOf } from "../../data/fit-scale.ts";
import { inputRange } from "../../data/input-range.ts";
import { type LinearScale, sameScale } from "../../data/linear-scale.ts";
import { isOneForAll } from "../../data/scaled.ts";
import { taskOf } from "../../data/task-of.ts";
import { EvenkeelError, elsewhere } from "../../errors.ts";
import { sizeOf } from "../../graph/shape.ts";
import { expectLayer } from "../../model/checks/expect-layer.ts";
import { indicesOf } from "../../model/checks/first-layers.ts";
import { boundLoss, boundMetrics } from "../../model/heads/bound-to.ts";
import type { BuiltLayer, Layer } from "../../model/layer.ts";
import type { Monitor } from "../../model/monitor.ts";
import { moves } from "../../optimize/inner-optimizers.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import type { KnownProgress } from "../../optimize/schedule.ts";
import { schedulesIn } from "../../optimize/schedules-in.ts";
import { defined } from "../../options/defined.ts";
import { resolveOptions } from "../../options.ts";
import { Monitors } from "../monitors.ts";
import { chunkSize } from "../stream/chunk-size.ts";
import { type TrainOptions, trainOptions } from "../train-options.ts";
import { checkEnding, checkOutputs, checkParameters, checkStride } from "./check-training.ts";
import { defaultLoss } from "./default-loss.ts";
import { checkHeads, headsOf } from "./heads-of.ts";

/** How inputs are scaled, and how targets are. */
interface Scales {
  scale: LinearScale;
  targetScale: LinearScale | undefined;
}

/** A training run that was checked, with every default filled in. */
export type Training = Awaited<ReturnType<typeof prepareTraining>>;

/**
 * Fills in what was left out, and checks everything that can be checked before a device is opened. What few runs ask for, and
 * what is said of a run, is loaded here.
 * @param where the function that errors name.
 * @throws a usage error for anything that does not fit.
 */
export async function prepareTraining(layer: Layer, given: Dataset, options: TrainOptions, where = "train") {
  try {
    return await prepared(layer, given, options);
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    const { withNames } = await import("../../data/checks/with-names.ts");
    throw elsewhere(withNames(error, given), error.where.replace(/^train(?=$|:)/, where));
  }
}

async function prepared(bare: Layer, given: Dataset, options: TrainOptions) {
  expectLayer("train: model", bare);
  expectDataset("train: data", given);
  const several = given.layout && (await import("./for-several.ts"));
  const taking = several?.withInputs(bare, given) ?? bare;
  const table = given.columns && (await import("./for-table.ts"));
  const layer = table?.withColumns(taking, given) ?? taking;
  const checked = resolveOptions("train", trainOptions, options, await insteadOf(options));
  const { maxSteps, seed, optimizer = adam(), callbacks = [], augment } = checked;
  const data = checkDataset(given);
  several?.checkLayout(data);
  const task = taskOf(data);
  if (callbacks.length > 0) (await import("./check-callbacks.ts")).checkCallbacks(callbacks, optimizer);
  const model: BuiltLayer = layer.build(inputShape(data.train));
  const outputs = sizeOf(model.outputShape);
  const targets = data.layout?.targets;
  const unweighed = boundLoss("train", checked.loss ?? defaultLoss(data, task, outputs), model, targets);
  const learned = { loss: unweighed, outputs, classes: data.classes, task };
  const measured = checked.metrics ?? (await import("../../model/default-metrics.ts")).defaultMetrics(learned);
  const metrics = boundMetrics("train", measured, unweighed, model, targets);
  if (checked.metrics) (await import("../../model/checks/check-metrics.ts")).checkMetrics(metrics, learned);
  const monitors = new Monitors(metrics, data.validation !== undefined);
  for (const { name, monitor } of callbacks) monitors.find(`train: callbacks: ${name}`, monitor);
  for (const { name, monitor } of schedulesIn(optimizer)) monitors.find(`train: optimizer: ${name}`, monitor);
  const heads = headsOf(model, unweighed, data);
  checkHeads(heads, (head) => {
    checkEnding(layer, head.loss, head.outputShape, head.name);
    checkOutputs(head.data, head.loss, head.outputShape);
  });
  const { classWeights } = checked;
  const loss =
    classWeights === undefined
      ? unweighed
      : (await import("./weigh-classes.ts")).weighClasses(unweighed, data, outputs, classWeights);
  if (loss.takesWeights !== true) (await import("./check-weights.ts")).checkWeights(data, loss);
  checkHeads(heads, (head) => checkTargets(head.data, head.loss));
  const indices = indicesOf(layer);
  if (indices) (await import("../../data/checks/check-indices.ts")).checkIndices(data, indices);
  const samples = data.stream?.samples ?? sampleCount(data.train);
  if (data.stream) (await import("../stream/check-streamed.ts")).checkStreamed(data, callbacks, model);
  const batchSize = checked.batchSize ?? Math.min(64, samples);
  batches(samples, batchSize, { seed }); // refuses a batch that is larger than the data
  const stepsPerEpoch = Math.ceil(samples / batchSize);
  const { epochs = maxSteps === undefined ? 10 : Math.ceil(maxSteps / stepsPerEpoch) } = checked;
  // A schedule takes all epochs or, where only steps were asked for, these.
  const known = { stepsPerEpoch, totalSteps: (checked.epochs === undefined && maxSteps) || stepsPerEpoch * epochs };
  checkStride(optimizer, Math.min(known.totalSteps, maxSteps ?? Infinity));
  checkParameters(model);
  if (!moves(optimizer)) (await import("./check-moves.ts")).checkMoves(model, optimizer, known);
  const driver = callbacks.find(({ rate }) => rate !== undefined);
  const range = inputRange(data.train);
  const parts = data.layout?.inputs;
  const scaling = parts ? (options.scaling ?? "none") : scalingOf(data, options.scaling, indices, table?.standardize());
  const scale = (parts && several?.fitInputs(data, parts, options.scaling, indices)) ?? fitScale(data, scaling);
  const targetScale =
    task === "regression" || options.targetScaling !== undefined
      ? (await import("./target-scale.ts")).targetScaleOf({ task, heads, layer, model }, options.targetScaling)
      : undefined;
  const source = options.resume === undefined ? checked.weights : undefined; // a run that goes on has its own
  const start =
    source === undefined
      ? undefined
      : await (await import("./given-weights.ts")).givenWeights({ model, data, scale, targetScale }, source, checked);
  const rate = driver && ((step: number, given: number) => given * (driver.rate?.({ ...known, step }) ?? 1));
  const { hintsAboutTraining } = await import("./hints-about-training.ts");
  /** What follows from the scales, which a run that goes on keeps. */
  const scaledBy = (scales: Scales) => ({
    ...scales,
    inputRange: isOneForAll(scales.scale) ? range : inputRange(data.train, scales.scale),
    hints: hintsAboutTraining({
      data,
      layer,
      heads,
      outputShape: model.outputShape,
      scaling: options.scaling ?? (scaling === "none" && sameScale(scales.scale, scale) ? undefined : scaling),
      targetScale: scales.targetScale,
      range,
      givenLoss: checked.loss !== undefined,
    }),
  });
  const scaled = scaledBy(start?.scales ?? { scale, targetScale });
  return {
    layer,
    data,
    model,
    loss,
    metrics,
    optimizer,
    augmentation: augment,
    augment: augment && (await import("./build-augmentation.ts")).buildAugmentation(augment, inputShape(data.train)),
    callbacks,
    epochs,
    maxSteps,
    batchSize,
    chunkSize: chunkSize(data, batchSize),
    chunk: data.stream && chunkSize(data, batchSize),
    dataChecksum: undefined as string | undefined,
    seed,
    shuffle: checked.shuffle,
    samples,
    capacity: (await import("./capacity-of.ts")).capacityOf(model, data),
    task,
    ...scaled,
    hints: [...scaled.hints, ...(start?.hints ?? [])],
    scaledBy,
    given: start?.weights,
    weightsReport: start?.report,
    baselineOf: data.test && (await import("../run/baseline.ts")).baselineOf,
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

/** What to do in place of options that there are none of; nothing where all are known. */
async function insteadOf(options: TrainOptions) {
  if (Object.keys(options ?? {}).every((name) => Object.hasOwn(trainOptions, name))) return undefined;
  return (await import("../instead-of-train-options.ts")).insteadOfTrainOptions;
}
