import * as v from "valibot";
import { usageError } from "../errors.ts";
import { ACTIVATION_NAMES } from "../model/blocks/activation-option.ts";
import { NORM_NAMES } from "../model/blocks/norm-option.ts";
import { augment } from "../model/layers/augment.ts";
import {
  count,
  custom,
  nonNegative,
  type Option,
  oneOf,
  optional,
  positive,
  resolveOptions,
  unit,
  type ValuesOf,
} from "../options.ts";
import { ARCHITECTURES, CLIP_MODES, INITIALIZERS, METRICS, OPTIMIZERS, SCALINGS } from "./choices.ts";
import { DATASETS } from "./data-sources.ts";
import { LIMITS } from "./limits.ts";
import { withModelDefaults } from "./recipe-model.ts";
import { scheduleOption } from "./schedule-text.ts";
import { stoppingOption } from "./stopping-text.ts";

/** Every key of a recipe: the library, the command line, comparisons and reports read this one table. */
export const recipeOptions = {
  data: oneOf(DATASETS, "digits", "the dataset"),
  dataDirectory: optional(
    text("a folder", "where the data files are; by default they are downloaded to a cache folder"),
  ),
  trainSize: optional(count(undefined, "training samples; by default all, or 6,000 drawn digits", 10, LIMITS.samples)),
  validationSize: optional(
    count(
      undefined,
      "validation samples, measured after each epoch; by default 1,000 drawn digits, or none",
      0,
      LIMITS.samples,
    ),
  ),
  testSize: optional(count(undefined, "test samples; by default all, or 2,000 drawn digits", 1, LIMITS.samples)),
  dataSeed: count(1, "seed of the drawn digits, or of the choice of samples", 0),
  scaling: oneOf(SCALINGS, "scaleToUnit", "how inputs are scaled"),
  model: oneOf(ARCHITECTURES, "convnet", "the architecture"),
  hidden: optional(list("units of each hidden layer of an mlp; 256 by default")),
  activation: chosen(ACTIVATION_NAMES, "activation of an mlp (relu by default) or lenet (tanh by default)"),
  depth: optional(count(undefined, "weight layers of a resnet or plainnet, 6n + 2; 20 by default", 1, LIMITS.layers)),
  width: optional(
    count(undefined, "filters in the first stage of a resnet, plainnet or inceptionNet", 1, LIMITS.units),
  ),
  init: chosen(
    INITIALIZERS,
    "initializer of the weights; heNormal or glorotUniform by default, depending on the model",
  ),
  norm: chosen(
    NORM_NAMES,
    "normalization before each activation; batch by default for resnet, plainnet and inceptionNet, none for others",
  ),
  dropout: unit(0, "fraction of features dropped during training"),
  labelSmoothing: unit(0, "fraction of the target probability that is spread over all classes"),
  optimizer: oneOf(OPTIMIZERS, "adam", "the optimizer"),
  learningRate: optional(positive(undefined, "learning rate; the optimizer's default if left out")),
  schedule: scheduleOption,
  weightDecay: optional(
    nonNegative(
      undefined,
      "weight decay: each step shrinks weights by this times the learning rate; the optimizer's default if left out",
    ),
  ),
  clip: optional(positive(undefined, "gradient clipping: the limit, by default of the global norm of all gradients")),
  clipMode: oneOf(CLIP_MODES, "clipByGlobalNorm", "how clip limits gradients"),
  lookahead: optional(
    count(undefined, "lookahead: after this many steps, the slow weights move halfway to the weights of the optimizer"),
  ),
  sam: optional(positive(undefined, "sharpness-aware minimization (SAM): the radius rho, such as 0.05")),
  earlyStopping: stoppingOption,
  averageWeights: optional(unit(undefined, "decay of a running average of the weights, which becomes the model")),
  swa: optional(count(undefined, "stochastic weight averaging (SWA): the first epoch whose weights are averaged")),
  snapshots: optional(
    count(undefined, "snapshot ensemble: epochs per cosine cycle of the learning rate, each of which adds a member"),
  ),
  augmentShift: augment.definition.options.shift,
  augmentRotate: augment.definition.options.rotate,
  augmentZoom: augment.definition.options.zoom,
  augmentFlip: augment.definition.options.flip,
  epochs: count(5, "passes over the training set"),
  batchSize: count(64, "samples per step; by default at most the training samples"),
  metric: oneOf(METRICS, "accuracy", "what is measured besides the loss, and what compare compares variants by"),
  seed: count(1, "seed of the initial weights, the order of the data, and dropout masks", 0),
} as const;

/** A validated, serializable description of one training run. */
export type Recipe = ValuesOf<typeof recipeOptions>;

/** A recipe as you write it: any of its keys. */
export type RecipeInput = { [K in keyof Recipe]?: Recipe[K] | undefined };

/**
 * The full recipe, defaults filled in, except those that depend on the optimizer: `learningRate` and `weightDecay`.
 * @throws a usage error that names the key, what was expected, what was received, and the nearest valid name.
 * @example
 * const recipe = defineRecipe({ model: "mlp", hidden: [128], epochs: 3 });
 */
export function defineRecipe(input: RecipeInput = {}): Recipe {
  const recipe = resolveOptions("recipe", recipeOptions, input);
  checkClip(recipe);
  if (input.batchSize === undefined) recipe.batchSize = Math.min(recipe.batchSize, recipe.trainSize ?? Infinity);
  return withModelDefaults(recipe);
}

/** @throws a usage error for a mode of clipping without a limit. */
function checkClip({ clip, clipMode }: Recipe): void {
  if (clipMode === "clipByGlobalNorm" || clip !== undefined) return;
  throw usageError({
    where: "recipe: clipMode",
    expected: "clip, the limit that it clips gradients to",
    received: "none",
    fix: "Set clip too.",
  });
}

/** One of a list of names; by default the model decides. */
function chosen<N extends string>(choices: readonly N[], doc: string): Option<N | undefined> {
  return optional({ ...(oneOf(choices, choices[0], doc) as Option<N>), fallback: undefined });
}

function text(accepts: string, doc: string): Option<string> {
  return custom(v.string(), undefined, accepts, doc);
}

function list(doc: string): Option<number[]> {
  return custom(
    v.pipe(
      v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.units))),
      v.maxLength(LIMITS.layers),
    ),
    undefined,
    `a list of whole numbers above 0, at most ${LIMITS.units.toLocaleString("en")} each`,
    doc,
  );
}
