import type { Dataset } from "../data/dataset.ts";
import { digits } from "../data/sources/digits.ts";
import { fashionMnist, mnist } from "../data/sources/mnist.ts";
import { limit } from "../data/split.ts";
import { EvenkeelError, runError } from "../errors.ts";
import { fromSpec } from "../from-spec.ts";
import type { Layer } from "../model/layer.ts";
import { augment } from "../model/layers/augment.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { accuracy } from "../model/metrics/accuracy.ts";
import type { Callback } from "../train/callback.ts";
import { averageWeights } from "../train/callbacks/average-weights.ts";
import { snapshotEnsemble } from "../train/callbacks/snapshot-ensemble.ts";
import { swa } from "../train/callbacks/swa.ts";
import type { TrainOptions } from "../train/train-options.ts";
import { modelOf } from "./models.ts";
import { optimizerOf } from "./optimizers.ts";
import type { Recipe } from "./recipe.ts";
import { stopping } from "./stopping-text.ts";

export const DATASETS = ["digits", "mnist", "fashion-mnist"] as const;

/** What only a host can give: where downloads are kept, how to stop and to show them. */
export interface DataContext {
  /**
   * A folder for downloaded data; MNIST and Fashion-MNIST need it unless they are in `dataDirectory`. None by default.
   */
  cache?: string;
  /** Ends the work early. By default nothing does. */
  signal?: AbortSignal;
  /** Called with a line of text at each download. By default nothing is. */
  onDownload?: (text: string) => void;
}

/** The data of a recipe. */
export async function recipeData(recipe: Recipe, { cache, signal }: DataContext = {}): Promise<Dataset> {
  const { data, dataDirectory, trainSize, validationSize, testSize, dataSeed } = recipe;
  if (data === "digits")
    return digits({
      seed: dataSeed,
      train: trainSize ?? 6000,
      validation: validationSize ?? 1000,
      test: testSize ?? 2000,
    });
  const load = data === "mnist" ? mnist : fashionMnist;
  const whole = await load({
    seed: dataSeed,
    validation: validationSize ?? 0,
    ...(dataDirectory === undefined ? {} : { directory: dataDirectory }),
    ...(cache === undefined ? {} : { cache }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    throw inWordsOfRecipes(error);
  });
  return limit(
    whole,
    {
      ...(trainSize === undefined ? {} : { train: trainSize }),
      ...(testSize === undefined ? {} : { test: testSize }),
    },
    dataSeed,
  );
}

/** What to do about a failed download: a recipe has no mirrors, and calls the folder otherwise. */
function inWordsOfRecipes(error: unknown): unknown {
  if (!(error instanceof EvenkeelError && error.facts.fix?.includes("`mirrors`"))) return error;
  return runError({
    ...error.facts,
    fix: "Check the connection, or put its four files into a folder and give that as dataDirectory (--data-dir FOLDER).",
  });
}

/** The model of a recipe for so many classes. */
export function recipeModel(recipe: Recipe, classes: number): Layer {
  return modelOf(recipe, classes);
}

/** Loss, optimizer, callbacks and the rest of a recipe. */
export function recipeTraining(recipe: Recipe): TrainOptions {
  const { labelSmoothing, scaling, epochs, batchSize, seed } = recipe;
  const augmentation = recipeAugmentation(recipe);
  return {
    loss: crossEntropy({ labelSmoothing }),
    metrics: [accuracy()],
    optimizer: optimizerOf(recipe),
    callbacks: recipeCallbacks(recipe),
    ...(augmentation === undefined ? {} : { augment: augmentation }),
    scaling: scaling === "none" ? "none" : fromSpec("scalings", { name: scaling }),
    epochs,
    batchSize,
    seed,
  };
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
