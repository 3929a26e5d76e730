import { type Dataset, inputShape, sampleCount } from "../data/dataset.ts";
import { withModelDefaults } from "./model-defaults.ts";
import type { Recipe } from "./recipe.ts";
import { usualMetric } from "./usual-metric.ts";

/** The recipe with all that follows from its data filled in, where it was left out. */
export function withDataDefaults(recipe: Recipe, data: Dataset): Recipe {
  const isImage = inputShape(data.train).length === 3;
  const chosen = isImage ? withImageDefaults(recipe, sampleCount(data.train)) : withNumberDefaults(recipe, data);
  return withModelDefaults({
    ...chosen,
    scaling: chosen.scaling ?? (data.train.inputs.data instanceof Uint8Array ? "scaleToUnit" : "standardize"),
    batchSize: chosen.batchSize ?? Math.min(BATCH, sampleCount(data.train)),
    metric: chosen.metric ?? usualMetric(data),
  });
}

/** Samples in a step. */
const BATCH = 64;
/** Epochs over images, and at most over other samples, which are fewer mostly. */
const EPOCHS = { images: 5, numbers: 100 };
/** Epochs without a lower validation loss after which training stops, unless `epochs` is given. */
const PATIENCE = 10;
/** The share of units that an mlp of its own choice drops: of a table it learns the rows by heart otherwise. */
const DROPOUT = 0.1;
/** Of fewer training samples an epoch has few steps: where it is stopped in time, an mlp of its own choice has twice as many. */
const SMALL = { samples: 3000, epochs: 200, patience: 20 };

/**
 * What recipes of images have by default; those that name images have it before the data are there.
 * @param samples to train on; undefined where only the data tell how many there are.
 */
export function withImageDefaults(recipe: Recipe, samples: number | undefined): Recipe {
  const { model = "convnet", scaling, batchSize, metric } = recipe;
  return {
    ...recipe,
    model,
    epochs: epochsOf(recipe, EPOCHS.images),
    scaling: scaling ?? "scaleToUnit",
    batchSize: batchSize ?? (samples === undefined ? undefined : Math.min(BATCH, samples)),
    metric: metric ?? "accuracy",
  };
}

/** What recipes of tables and other numbers have by default: an mlp as large as the samples allow, stopped in time. */
function withNumberDefaults(recipe: Recipe, data: Dataset): Recipe {
  const { model = "mlp", epochs, maxSteps, earlyStopping } = recipe;
  const stops = epochs === undefined && maxSteps === undefined && data.validation !== undefined && !stopsItself(recipe);
  const chosen = recipe.model === undefined;
  const isLong = stops && chosen && sampleCount(data.train) < SMALL.samples;
  return {
    ...recipe,
    model,
    epochs: epochsOf(recipe, isLong ? SMALL.epochs : EPOCHS.numbers),
    earlyStopping: earlyStopping ?? (stops ? (isLong ? SMALL.patience : PATIENCE) : undefined),
    ...(chosen ? chosenModel(recipe, data) : {}),
  };
}

/** What describes the mlp of a recipe that names no model. */
function chosenModel({ hidden, norm, dropout }: Recipe, data: Dataset): Partial<Recipe> {
  return { hidden: hidden ?? hiddenFor(data), norm: norm ?? "batch", dropout: dropout ?? DROPOUT };
}

/** How many epochs there are: as many as the steps take, where these alone are given. */
function epochsOf({ epochs, maxSteps }: Recipe, usual: number): number | undefined {
  return epochs ?? (maxSteps === undefined ? usual : undefined);
}

/** Whether something else decides which weights are kept. */
function stopsItself({ callbacks, averageWeights, swa, snapshots }: Recipe): boolean {
  return [callbacks, averageWeights, swa, snapshots].some((given) => given !== undefined);
}

/** Two hidden layers, of more units where there are more samples. */
function hiddenFor(data: Dataset): number[] {
  const samples = sampleCount(data.train);
  const units = samples < 300 ? 32 : samples < SMALL.samples ? 64 : 128;
  return [units, units];
}
