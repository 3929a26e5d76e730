import * as v from "valibot";
import { deviceOptions } from "../backend/open.ts";
import { expectDataset } from "../data/checks/expect-dataset.ts";
import { type Dataset, sampleCount } from "../data/dataset.ts";
import { judgedFolds } from "../data/judged-folds.ts";
import type { Source } from "../data/source.ts";
import { usageError } from "../errors.ts";
import { isLayer, type Layer } from "../model/layer.ts";
import { defined } from "../options/defined.ts";
import {
  type Checks,
  count,
  custom,
  functionOption,
  optional,
  resolveOptions,
  signalOption,
  unknownName,
} from "../options.ts";
import { withDataDefaults } from "../recipe/data-defaults.ts";
import { recipeWithoutData } from "../recipe/define-recipe.ts";
import type { Recipe, RecipeInput } from "../recipe/recipe.ts";
import { HELD_OUT } from "../recipe/recipe-data.ts";
import { trainRecipe } from "../recipe/train-recipe.ts";
import { type Units, unitsOf } from "../train/progress/progress-text.ts";
import { failureOf } from "../train/run/failure-of.ts";
import { type Measures, numbersOf, type Stopped, type TestMeasures } from "../train/run/history.ts";
import { TrainingError } from "../train/run/training-error.ts";
import { train } from "../train/train.ts";
import type { TrainOptions } from "../train/train-options.ts";
import { estimate } from "./statistics/estimate.ts";
import { within } from "./statistics/within.ts";
import type { Estimate } from "./study.ts";
import type { OwnVariant } from "./variants.ts";

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
  /** What computed it: "wasm, 2 threads, relaxed SIMD". */
  backend: string;
  /** What went wrong, if anything did. */
  failure?: string;
}

/** What k folds say of a recipe or a model. Plain JSON. */
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

/** A model made in code, and options of `train` for it. */
export interface OwnTraining {
  /** A layer, such as `sequential([…])`. */
  model: Layer;
  /** How it is trained in each fold. The defaults of `train` by default. */
  options?: OwnVariant["options"] & Pick<TrainOptions, "seed">;
}

/** What watches a cross-validation, and options of `train` that are no part of a recipe. */
export interface CrossValidateOptions extends Pick<TrainOptions, "signal" | "threads" | "backend"> {
  /** The part of the training folds that is held out to stop early with. That of the recipe by default, else 0.15. */
  validation?: number;
  /** Decides which samples are in which fold. The recipe's dataSeed by default, else 1. */
  seed?: number;
  /** Called before the first fold, with the recipe as that fold fills it in; not for a model made in code. None by default. */
  onBegin?: (recipe: Recipe) => void;
  /** Called after each fold. None by default. */
  onFold?: (result: FoldResult, units: CrossValidation["units"]) => void;
}

export const OPTIONS = {
  validation: optional(
    custom(v.pipe(v.number(), v.minValue(0), v.ltValue(1)), undefined, "a share of 0 or more, below 1"),
  ),
  seed: optional(count(undefined, "", 0)),
  onBegin: optional(functionOption()),
  onFold: optional(functionOption()),
  signal: optional(signalOption()),
  threads: deviceOptions.threads,
  backend: deviceOptions.backend,
} satisfies Checks<CrossValidateOptions>;

/**
 * Trains a recipe, or a model made in code, k times, each time on all folds but one, on which it is judged: a test on every sample. Samples to stop
 * early with are held out of the training folds. The interval is Student's t over the folds (Student 1908); as any two of
 * them share training samples, it is approximate, and mostly too narrow (Bengio and Grandvalet 2004, J. of Machine Learning
 * Research 5). Where the data have a test set of their own, it is left untouched.
 * @param data without a validation set of its own; what it has is dealt into the folds too.
 * @param k how many folds, at least 2.
 * @param what a recipe, whose `data` are not read, or `{ model, options }` with a layer and options of `train`.
 * @throws a usage error for what `kFold`, a recipe or `train` refuse. A fold whose training diverges is a result.
 * @example
 * const { mean } = await crossValidate({ model: "mlp", epochs: 20 }, csv("penguins.csv", { target: "species" }), 5);
 * console.log(mean.accuracy); // { mean, low, high, deviation, count }
 * @example
 * const model = sequential([dense(16), relu(), dense(3)]);
 * const { folds } = await crossValidate({ model, options: { epochs: 20 } }, data, 5);
 */
export async function crossValidate(
  what: RecipeInput | OwnTraining,
  given: Dataset | Source,
  k: number,
  options: CrossValidateOptions = {},
): Promise<CrossValidation> {
  resolveOptions("crossValidate", OPTIONS, options);
  const { onBegin, onFold, validation: held, seed: dealt, ...host } = options;
  const data = await given;
  expectDataset("crossValidate: data", data);
  const own = ownTraining(what);
  const recipe = own === undefined ? recipeWithoutData(what as RecipeInput) : undefined;
  const { validationSize = HELD_OUT, dataSeed = 1 } = recipe ?? {};
  const [validation, seed] = [held ?? validationSize, dealt ?? dataSeed];
  const folds: FoldResult[] = [];
  let units: CrossValidation["units"] = {};
  for (const [i, fold] of judgedFolds(data, k, { validation, seed }).entries()) {
    if (host.signal?.aborted) break;
    if (i === 0 && recipe !== undefined) onBegin?.(withDataDefaults(recipe, fold));
    const training = own
      ? train(own.model, fold, { ...own.options, ...defined(host) })
      : trainRecipe(what as RecipeInput, fold, defined(host));
    const run = await training.catch((error) => {
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
      backend: run.backend,
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

/** @throws a usage error for a layer that stands alone, or beside keys of a recipe. */
function ownTraining(what: RecipeInput | OwnTraining): OwnTraining | undefined {
  if (isLayer(what))
    throw usageError({
      where: "crossValidate",
      expected: "a recipe, or { model, options }",
      received: `${(what as Layer).name}(…)`,
      fix: "Give { model }.",
    });
  if (!isLayer(Object(what).model)) return undefined;
  const { model: _, options: __, ...others } = what as OwnTraining;
  const [other] = Object.keys(others);
  if (other === undefined) return what as OwnTraining;
  throw unknownName("crossValidate", "key", other, ["model", "options"]);
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
