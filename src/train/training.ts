import { batches } from "../data/batches.ts";
import { checkDataset } from "../data/check-dataset.ts";
import { type Dataset, inputShape, sampleCount } from "../data/dataset.ts";
import { scaleToUnit } from "../data/scaling/scale-to-unit.ts";
import type { LinearScale } from "../data/scaling.ts";
import { defaultMetrics } from "../model/default-metrics.ts";
import type { BuiltLayer, Layer } from "../model/layer.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { namedMetrics } from "../model/named-metrics.ts";
import { capacityOf } from "./capacity.ts";
import { buildAugmentation, checkCallbacks, checkOutputs, checkTraining } from "./check-training.ts";
import { adam } from "./optimizers/adam.ts";
import type { KnownProgress } from "./schedule.ts";
import type { TrainOptions } from "./train-options.ts";

/** A training that was checked, with every default filled in. */
export type Training = ReturnType<typeof prepareTraining>;

/**
 * Fills in what was left out, and checks everything that can be checked before a device is opened.
 * @throws a usage error for anything that does not fit.
 */
export function prepareTraining(layer: Layer, data: Dataset, options: TrainOptions) {
  const { loss = crossEntropy(), epochs = 10, batchSize = 64, seed = 1 } = options;
  checkTraining({ epochs, batchSize, seed });
  checkDataset(data);
  const metrics = options.metrics ?? defaultMetrics(loss);
  namedMetrics(metrics); // refuses names that are taken
  checkCallbacks(options.callbacks ?? [], options.optimizer ?? adam());
  const model: BuiltLayer = layer.build(inputShape(data.train));
  checkOutputs(data, loss, model.outputShape);
  const samples = sampleCount(data.train);
  batches(samples, batchSize, { seed }); // refuses a batch that is larger than the data
  const stepsPerEpoch = Math.ceil(samples / batchSize);
  const known = { stepsPerEpoch, totalSteps: stepsPerEpoch * epochs };
  const driver = options.callbacks?.find(({ rate }) => rate !== undefined);
  const losses: number[] = []; // grows with the epochs; schedules see it
  const factor = (step: number) => driver?.rate?.({ ...known, step }) ?? 1;
  const rate = driver === undefined ? {} : { rate: (step: number, given: number) => given * factor(step) };
  return {
    layer,
    data,
    model,
    loss,
    metrics,
    optimizer: options.optimizer ?? adam(),
    augmentation: options.augment,
    augment: options.augment === undefined ? undefined : buildAugmentation(options.augment, inputShape(data.train)),
    callbacks: options.callbacks ?? [],
    epochs,
    batchSize,
    seed,
    samples,
    capacity: capacityOf(model, data),
    scale: fitScale(data, options.scaling),
    losses,
    progress: { ...known, losses, ...rate } satisfies KnownProgress,
    signal: options.signal,
    onProgress: options.onProgress ?? (() => {}),
    now: options.now ?? (() => performance.now()),
  };
}

function fitScale({ train: { inputs } }: Dataset, scaling: TrainOptions["scaling"]): LinearScale {
  const chosen = scaling ?? (inputs.data instanceof Uint8Array ? scaleToUnit() : "none");
  return chosen === "none" ? { subtract: 0, multiply: 1 } : chosen.fit(inputs.data);
}
