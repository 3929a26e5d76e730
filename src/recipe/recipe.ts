import * as v from "valibot";
import * as scalings from "../data/scaling/index.ts";
import { ACTIVATION_NAMES } from "../model/blocks/activation-option.ts";
import { NORM_NAMES } from "../model/blocks/norm-option.ts";
import * as initializers from "../model/initializers/index.ts";
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
import { LIMITS } from "./limits.ts";
import { ARCHITECTURES, withModelDefaults } from "./models.ts";
import { CLIP_MODES, checkClip, OPTIMIZERS } from "./optimizers.ts";
import { DATASETS } from "./parts.ts";
import { scheduleOption } from "./schedule-text.ts";
import { stoppingOption } from "./stopping-text.ts";

/**
 * Every key of a recipe. Library, command line, comparisons, reports and saved runs all read this one table.
 */
export const recipeOptions = {
  data: oneOf(DATASETS, "digits", "what to learn"),
  dataDirectory: optional(
    text("a folder", "where the files of the data are; by default a cache folder, filled by download"),
  ),
  trainSize: optional(
    count(undefined, "samples to train on; all there are, or 6,000 drawn digits, by default", 10, LIMITS.samples),
  ),
  validationSize: optional(
    count(
      undefined,
      "samples to validate on after each epoch; 1,000 drawn digits, or none, by default",
      0,
      LIMITS.samples,
    ),
  ),
  testSize: optional(
    count(undefined, "samples to test on; all there are, or 2,000 drawn digits, by default", 1, LIMITS.samples),
  ),
  dataSeed: count(1, "decides which digits are drawn, and which samples are left out", 0),
  scaling: oneOf(["none", ...names(scalings)], "scaleToUnit", "how inputs are scaled"),
  model: oneOf(ARCHITECTURES, "convnet", "the architecture"),
  hidden: optional(list("units of each hidden layer of an mlp; 256 by default")),
  activation: chosen(ACTIVATION_NAMES, "the activation of an mlp or lenet; relu and tanh by default"),
  depth: optional(count(undefined, "weighted layers of a resnet or plainnet, 6n + 2; 20 by default", 1, LIMITS.layers)),
  width: optional(
    count(undefined, "filters of the first stage of a resnet, plainnet or inceptionNet", 1, LIMITS.units),
  ),
  init: chosen(names(initializers), "the law of the initial weights; heNormal or glorotUniform, as the model has it"),
  norm: chosen(
    NORM_NAMES,
    "normalization between the weights and the activation; batch for resnet, plainnet and inceptionNet by default, else none",
  ),
  dropout: unit(0, "the share of features that is dropped in training"),
  labelSmoothing: unit(0, "the share of the target that is spread over all classes"),
  optimizer: oneOf(OPTIMIZERS, "adam", "the rule that moves the weights"),
  learningRate: optional(positive(undefined, "the size of a step; the optimizer's own default if left out")),
  schedule: scheduleOption,
  weightDecay: optional(
    nonNegative(
      undefined,
      "the share of the learning rate by which weights shrink at each step; the optimizer's own default if left out",
    ),
  ),
  clip: optional(positive(undefined, "the largest norm of all gradients together; larger ones are scaled down to it")),
  clipMode: oneOf(CLIP_MODES, "clipByGlobalNorm", "what clip limits: the transform that it is the number of"),
  lookahead: optional(
    count(undefined, "steps that the optimizer runs ahead of slow weights, which go half of its way"),
  ),
  sam: optional(positive(undefined, "how far away the worst weights are whose gradient is taken, such as 0.05")),
  earlyStopping: stoppingOption,
  averageWeights: optional(unit(undefined, "the share of a running average of the weights that is kept at each step")),
  swa: optional(count(undefined, "the first epoch whose weights join an equal average, which is the model")),
  snapshots: optional(
    count(undefined, "epochs of each cosine of the learning rate, whose end gives a member of an ensemble, the model"),
  ),
  augmentShift: augment.definition.options.shift,
  augmentRotate: augment.definition.options.rotate,
  augmentZoom: augment.definition.options.zoom,
  augmentFlip: augment.definition.options.flip,
  epochs: count(5, "how often the training part is gone through"),
  batchSize: count(64, "samples of one step"),
  seed: count(1, "decides initial weights, the order of the data, and masks", 0),
} as const;

/** A validated, serializable description of one training run. */
export type Recipe = ValuesOf<typeof recipeOptions>;

/** A recipe as it is written: any of its keys. */
export type RecipeInput = { [K in keyof Recipe]?: Recipe[K] | undefined };

/**
 * The full recipe, every default filled in.
 * @throws a usage error that names the key, what was expected, what was received, and the nearest valid name.
 */
export function defineRecipe(input: RecipeInput = {}): Recipe {
  const recipe = resolveOptions("recipe", recipeOptions, input);
  checkClip(recipe);
  return withModelDefaults(recipe);
}

function names(catalogue: object): string[] {
  return Object.keys(catalogue).sort();
}

/** One of a list of names, or what the model has by default. */
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
