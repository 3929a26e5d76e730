import { expectDataset } from "../data/checks/expect-dataset.ts";
import { type Dataset, sampleCount } from "../data/dataset.ts";
import { judgedFolds } from "../data/judged-folds.ts";
import { defined } from "../options/defined.ts";
import { withDataDefaults } from "../recipe/data-defaults.ts";
import { recipeWithoutData } from "../recipe/define-recipe.ts";
import type { Recipe, RecipeInput } from "../recipe/recipe.ts";
import { HELD_OUT } from "../recipe/recipe-data.ts";
import { trainRecipe } from "../recipe/train-recipe.ts";
import { type Units, unitsOf } from "../train/progress/progress-text.ts";
import { failureOf } from "../train/run/failure-of.ts";
import { type Measures, numbersOf, type Stopped, type TestMeasures } from "../train/run/history.ts";
import { TrainingError } from "../train/run/training-error.ts";
import type { TrainOptions } from "../train/train-options.ts";
import { estimate, within } from "./statistics.ts";
import type { Estimate } from "./study.ts";

/** One fold: a model that was trained on the others, and how it did on it. Plain JSON. */
export interface FoldResult {
  /** Counted from 1. */
  fold: number;
  /** How many samples it was trained on. */
  train: number;
  /** How many samples it was judged on. */
  test: number;
  /** Measured on the fold; absent where training failed. */
  measures?: TestMeasures;
  /** The same measures of the best constant answer. */
  baseline?: Measures;
  /** Why training ended. */
  stopped: Stopped;
  /** What went wrong, if anything did. */
  failure?: string;
}

/** What k folds say of a recipe. Plain JSON. */
export interface CrossValidation {
  /** One for each fold that was trained. */
  folds: FoldResult[];
  /** The mean of each measure over the folds, with its 95 % interval. */
  mean: Record<string, Estimate>;
  /** The same of the best constant answer. */
  baseline: Record<string, Estimate>;
  /** The unit of each measure. */
  units: Units;
}

/** What watches a cross-validation, and options of `train` that are no part of a recipe. */
export interface CrossValidateOptions extends Pick<TrainOptions, "signal" | "threads"> {
  /** Called before the first fold, with the recipe as that fold fills it in. None by default. */
  onBegin?: (recipe: Recipe) => void;
  /** Called after each fold. None by default. */
  onFold?: (result: FoldResult, units: CrossValidation["units"]) => void;
}

/**
 * Trains a recipe k times, each time on all folds but one, on which it is judged: a test on every sample. Samples to stop
 * early with are held out of the training folds. The interval is Student's t over the folds (Student 1908); as any two of
 * them share training samples, it is approximate, and mostly too narrow (Bengio and Grandvalet 2004, J. of Machine Learning
 * Research 5). Where the data have a test set of their own, it is left untouched.
 * @param data without a validation set of its own; what it has is dealt into the folds too.
 * @param k how many folds, at least 2.
 * @throws what `kFold` and `trainRecipe` throw.
 * @example
 * const { mean } = await crossValidate({ model: "mlp", epochs: 20 }, await csv("penguins.csv", { target: "species" }), 5);
 */
export async function crossValidate(
  recipe: RecipeInput,
  data: Dataset,
  k: number,
  { onBegin, onFold, ...host }: CrossValidateOptions = {},
): Promise<CrossValidation> {
  expectDataset("crossValidate: data", data);
  const given = recipeWithoutData(recipe);
  const { validationSize: validation = HELD_OUT, dataSeed: seed } = given;
  const folds: FoldResult[] = [];
  let units: CrossValidation["units"] = {};
  for (const [i, fold] of judgedFolds(data, k, { validation, seed }).entries()) {
    if (host.signal?.aborted) break;
    if (i === 0) onBegin?.(withDataDefaults(given, fold));
    const run = await trainRecipe(recipe, fold, defined(host)).catch((error) => {
      if (error instanceof TrainingError) return error.run;
      throw error;
    });
    units = unitsOf(run.model.metrics);
    const result: FoldResult = {
      fold: i + 1,
      train: sampleCount(fold.train),
      test: fold.test === undefined ? 0 : sampleCount(fold.test),
      ...defined({ measures: run.test, baseline: run.baseline }),
      stopped: run.stopped,
      ...defined({ failure: failureOf(run) }),
    };
    await run.model.close();
    folds.push(result);
    onFold?.(result, units);
  }
  return {
    folds,
    mean: estimates(
      folds.map(({ measures }) => measures && numbersOf(measures)),
      units,
    ),
    baseline: estimates(
      folds.map(({ baseline }) => baseline),
      units,
    ),
    units,
  };
}

/** Of each measure the mean over the folds that have it. */
function estimates(
  measures: readonly (Measures | undefined)[],
  units: CrossValidation["units"],
): Record<string, Estimate> {
  const names = [...new Set(measures.flatMap((each) => Object.keys(each ?? {})))];
  return Object.fromEntries(
    names.map((name) => {
      const values = measures.flatMap((each) => (Number.isFinite(each?.[name]) ? [each?.[name] as number] : []));
      const whole = estimate(values);
      return [name, units[name] === "share" && values.length > 1 ? within(whole, 0, 1) : whole];
    }),
  );
}
