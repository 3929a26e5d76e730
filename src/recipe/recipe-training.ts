import { fromSpec } from "../from-spec.ts";
import type { Layer } from "../model/layer.ts";
import { augment } from "../model/layers/augment.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import type { Callback } from "../train/callback.ts";
import { averageWeights } from "../train/callbacks/average-weights.ts";
import { snapshotEnsemble } from "../train/callbacks/snapshot-ensemble.ts";
import { swa } from "../train/callbacks/swa.ts";
import type { TrainOptions } from "../train/train-options.ts";
import type { Recipe } from "./recipe.ts";
import { measuredMetrics } from "./recipe-metric.ts";
import { recipeOptimizer } from "./recipe-optimizer.ts";
import { stopping } from "./stopping-text.ts";

/** The options that a recipe trains with: loss, metrics, optimizer, callbacks and the rest. */
export function recipeTraining(recipe: Recipe) {
  const { labelSmoothing, metric, scaling, epochs, batchSize, seed } = recipe;
  return {
    loss: crossEntropy({ labelSmoothing }),
    metrics: measuredMetrics(metric),
    optimizer: recipeOptimizer(recipe),
    callbacks: recipeCallbacks(recipe),
    augment: recipeAugmentation(recipe),
    scaling: scaling === "none" ? "none" : fromSpec("scalings", { name: scaling }),
    epochs,
    batchSize,
    seed,
  } satisfies TrainOptions;
}

function recipeCallbacks({ earlyStopping, averageWeights: decay, swa: from, snapshots: period }: Recipe): Callback[] {
  return [
    ...(earlyStopping === undefined ? [] : [stopping(earlyStopping)]),
    ...(decay === undefined ? [] : [averageWeights({ decay })]),
    ...(from === undefined ? [] : [swa({ from })]),
    ...(period === undefined ? [] : [snapshotEnsemble({ period })]),
  ];
}

function recipeAugmentation(recipe: Recipe): Layer | undefined {
  const { augmentShift: shift, augmentRotate: rotate, augmentZoom: zoom, augmentFlip: flip } = recipe;
  const none = shift === 0 && rotate === 0 && zoom === 0 && flip === "none";
  return none ? undefined : augment({ shift, rotate, zoom, flip });
}
