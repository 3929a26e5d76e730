import type { Dataset } from "../data/dataset.ts";
import { usageError } from "../errors.ts";
import { described } from "../formats/described.ts";
import type { Weights } from "../formats/weights.ts";
import type { Layer } from "../model/layer.ts";
import type { Metric, MetricUnit } from "../model/metric.ts";
import { defined } from "../options/defined.ts";
import { withDataDefaults } from "../recipe/data-defaults.ts";
import { MODEL_KEYS } from "../recipe/model-defaults.ts";
import { modelOfRecipe } from "../recipe/model-of-recipe.ts";
import { plainRecipe } from "../recipe/own-tricks.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { recipeMeasures } from "../recipe/recipe-metric.ts";
import { recipeTraining } from "../recipe/recipe-training.ts";
import { checkBatchSize } from "../recipe/train-recipe.ts";
import { withTask } from "../recipe/with-task.ts";
import { prepareTraining } from "../train/prepare/prepare-training.ts";
import { type Units, unitsOf } from "../train/progress/progress-text.ts";
import { RUN_CONFIG } from "../train/run/run-keys.ts";
import type { RunConfig } from "../train/run/run-record.ts";
import type { TrainOptions } from "../train/train-options.ts";
import { describeData } from "./describe-data.ts";
import { plainValue } from "./plain-value.ts";
import { rateOf } from "./rate-of.ts";
import type { Rate } from "./study.ts";
import type { Variant } from "./variants.ts";

/** A variant with its data, checked: all that its runs are made from. */
export interface PreparedVariant {
  name: string;
  changes: Record<string, unknown>;
  /** As it was given, without what follows from the data. */
  recipe: Recipe;
  /** A part that the recipe cannot say, since it was made in code. */
  madeInCode: "data" | "model" | "options" | "metric" | "use" | undefined;
  rate: Rate | undefined;
  data: Dataset;
  model: Layer;
  training: TrainOptions;
  /** How it is trained, with every default. */
  config: RunConfig<unknown>;
  /** Weights to begin with that were given. */
  given: Weights | undefined;
  /** What variants are compared by. */
  measured: { metric: string; unit: MetricUnit; higherIsBetter: boolean };
  units: Units;
  /** Steps of training in an epoch. */
  stepsPerEpoch: number;
  /** Whether finished networks are measured on the training set too. */
  measureTraining: boolean;
  /** The recipe with every default, and what replaces parts of it, as plain JSON. */
  settings: Record<string, unknown>;
}

/**
 * Fills in what follows from the data, and checks all that can be checked before anything is trained.
 * @param own a metric of the user's own, which no recipe can name.
 * @param made the data, if they were made in code.
 */
export async function prepareVariant(
  variant: Omit<Variant, "with">,
  given: Dataset,
  own: Metric | string | undefined,
  made: Dataset | undefined,
  host: Partial<TrainOptions>,
  measureTraining = false,
): Promise<PreparedVariant> {
  const { name, changes, options = {} } = variant;
  const recipe = withDataDefaults(variant.recipe, given);
  checkBatchSize(recipe, given);
  const data = withTask(given, recipe);
  checkTest(data);
  const model = variant.model ?? modelOfRecipe(recipe, data);
  const ofRecipe = recipeTraining(recipe, data, model);
  const { loss = ofRecipe.loss, metrics: measured } = options;
  const ownMetric = typeof own === "object" ? own : undefined;
  const { metrics, by } = recipeMeasures(recipe, data, model, {
    loss,
    metrics: ownMetric === undefined ? measured : [ownMetric],
    by: ownMetric,
  });
  const training = { ...ofRecipe, ...options, loss, metrics };
  const whole = await prepareTraining(model, data, { ...training, ...host });
  const { unit, higherIsBetter } = by.metric;
  return {
    name,
    changes,
    recipe: variant.recipe,
    madeInCode: madeInCode(variant, ownMetric, made),
    rate: rateOf(recipe, options.optimizer),
    data,
    model,
    training,
    config: described(RUN_CONFIG, whole),
    given: whole.given,
    measured: { metric: by.name, unit, higherIsBetter },
    units: unitsOf(metrics),
    stepsPerEpoch: whole.progress.stepsPerEpoch,
    measureTraining,
    settings: settingsOf(recipe, variant, ownMetric !== undefined, made && data),
  };
}

/** The first part of a variant that no recipe in JSON can say. */
function madeInCode(
  { model, options, recipe }: Pick<Variant, "model" | "options" | "recipe">,
  metric: Metric | undefined,
  data: Dataset | undefined,
): PreparedVariant["madeInCode"] {
  const { use } = recipe;
  const [first] = Object.entries(defined({ data, model, options, metric, use }));
  return first?.[0] as PreparedVariant["madeInCode"];
}

/** The recipe as JSON; a model and options made in code stand in their places. */
function settingsOf(
  recipe: Recipe,
  { model, options = {} }: Pick<Variant, "model" | "options">,
  ownMetric: boolean,
  made: Dataset | undefined,
): Record<string, unknown> {
  const { metric, ...others } = recipe;
  const settings = plainRecipe(ownMetric ? others : { ...others, metric });
  if (model !== undefined) for (const key of MODEL_KEYS) delete settings[key];
  return {
    ...settings,
    ...(made === undefined ? {} : { data: describeData(made) }),
    ...(model === undefined ? {} : { model: plainValue(model) }),
    ...(plainValue(options) as object),
  };
}

/** @throws a usage error for data without a test set, on which variants are compared. */
function checkTest({ name, test }: Dataset): void {
  if (test !== undefined) return;
  throw usageError({
    where: "compare: data",
    expected: "a test set, on which variants are compared",
    received: `${name} without one`,
    fix: "Hold one out where the data are made, such as arrays(source, { test: 0.2 }).",
  });
}
