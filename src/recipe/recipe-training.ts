import type { Dataset } from "../data/dataset.ts";
import type { Scaling } from "../data/scaling.ts";
import { usageError } from "../errors.ts";
import type { Layer } from "../model/layer.ts";
import { augment } from "../model/layers/augment.ts";
import { defined } from "../options/defined.ts";
import type { Callback } from "../train/callback.ts";
import { averageWeights } from "../train/callbacks/average-weights.ts";
import { snapshotEnsemble } from "../train/callbacks/snapshot-ensemble.ts";
import { swa } from "../train/callbacks/swa.ts";
import type { TrainOptions } from "../train/train-options.ts";
import { withDataDefaults } from "./data-defaults.ts";
import type { Recipe } from "./recipe.ts";
import { givenLoss } from "./recipe-loss.ts";
import { recipeMeasures } from "./recipe-metric.ts";
import { recipeOptimizer } from "./recipe-optimizer.ts";
import { stopping } from "./stopping-text.ts";
import { withTask } from "./with-task.ts";
import { readWritten, type Use } from "./written.ts";

/** The options that a recipe trains with: loss, metrics, optimizer, callbacks and the rest. */
export function recipeTraining(recipe: Recipe, given: Dataset, model?: Layer) {
  const data = withTask(given, recipe);
  const whole = withDataDefaults(recipe, data);
  const { scaling, targetScaling, classWeights, use, weights, shuffle } = whole;
  const { epochs, maxSteps, maxTime, batchSize, seed } = whole;
  const { loss, metrics } = recipeMeasures(whole, data, model);
  const isUsual = whole.loss === undefined && whole.labelSmoothing === 0; // which train chooses too, and says so
  return {
    loss: isUsual ? undefined : loss,
    metrics,
    optimizer: recipeOptimizer(whole),
    callbacks: recipeCallbacks(whole),
    augment: recipeAugmentation(whole),
    scaling: scalingOf("scaling", scaling, use),
    ...defined({ targetScaling: scalingOf("targetScaling", targetScaling, use), classWeights, maxSteps, maxTime }),
    epochs,
    batchSize,
    seed,
    ...defined({ weights, shuffle }),
  } satisfies TrainOptions;
}

/** @throws a usage error for keys that contradict one another, whatever the data are. */
export function checkTraining(recipe: Recipe): void {
  givenLoss(recipe);
  recipeOptimizer(recipe);
  recipeCallbacks(recipe);
  recipeAugmentation(recipe);
}

function scalingOf(key: string, text: string | undefined, use: Use): Scaling | "none" | undefined {
  return text === undefined || text === "none"
    ? text
    : (readWritten(`recipe: ${key}`, ["scalings"], text, use) as Scaling);
}

function recipeCallbacks(recipe: Recipe): Callback[] {
  const { earlyStopping, averageWeights: decay, swa: from, snapshots: period, use } = recipe;
  const stops = earlyStopping !== undefined && earlyStopping !== "none";
  const short: Record<string, Callback[]> = {
    earlyStopping: stops ? [stopping(earlyStopping, use)] : [],
    averageWeights: decay === undefined ? [] : [averageWeights({ decay })],
    swa: from === undefined ? [] : [swa({ from })],
    snapshots: period === undefined ? [] : [snapshotEnsemble({ period })],
  };
  const others = (recipe.callbacks ?? []).map(
    (text, i) => readWritten(`recipe: callbacks[${i}]`, ["callbacks"], text, use) as Callback,
  );
  for (const [key, [callback]] of Object.entries(short)) {
    const same = others.findIndex(({ name }) => name === callback?.name);
    if (same < 0) continue;
    throw usageError({
      where: `recipe: ${key}`,
      expected: `no ${key} beside callbacks with ${recipe.callbacks?.[same]}`,
      received: `${recipe[key as keyof Recipe]}`,
      fix: "Leave one of them out.",
    });
  }
  return [...Object.values(short).flat(), ...others];
}

function recipeAugmentation(recipe: Recipe): Layer | undefined {
  const { augmentShift: shift, augmentRotate: rotate, augmentZoom: zoom, augmentFlip: flip, use } = recipe;
  const none = shift === 0 && rotate === 0 && zoom === 0 && flip === "none";
  if (recipe.augment === undefined) return none ? undefined : augment({ shift, rotate, zoom, flip });
  if (none) return readWritten("recipe: augment", ["layers"], recipe.augment, use) as Layer;
  const [key, value] = Object.entries({ Shift: shift, Rotate: rotate, Zoom: zoom, Flip: flip }).find(
    ([, each]) => each !== 0 && each !== "none",
  ) as [string, unknown];
  throw usageError({
    where: `recipe: augment${key}`,
    expected: `no augment${key} beside augment ${recipe.augment}`,
    received: `${value}`,
    fix: "Write it into the layer: augment({ shift: 2 }).",
  });
}
