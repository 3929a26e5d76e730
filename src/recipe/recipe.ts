import * as v from "valibot";
import type { Source } from "../data/source.ts";
import { TASKS, type Task } from "../data/task.ts";
import { ACTIVATION_NAMES } from "../model/blocks/activation-option.ts";
import { NORM_NAMES } from "../model/blocks/norm-option.ts";
import { augment } from "../model/layers/augment.ts";
import { type Patterns, patternsOption } from "../optimize/math/parameter-patterns.ts";
import type { Schedule } from "../optimize/schedule.ts";
import {
  count,
  custom,
  flag,
  nonNegative,
  type Option,
  oneOf,
  optional,
  positive,
  unit,
  type ValuesOf,
} from "../options.ts";
import { secondsIn } from "../train/budget/seconds-of.ts";
import type { Instance, Spec } from "../trick.ts";
import {
  ARCHITECTURES,
  CALLBACKS,
  CLIP_MODES,
  INITIALIZERS,
  LOSSES,
  MEASURES,
  METRICS,
  OPTIMIZERS,
  SCALINGS,
} from "./choices.ts";
import { classWeightsOption } from "./class-weights-option.ts";
import { dataOption } from "./data-text.ts";
import { LIMITS } from "./limits.ts";
import { type OwnTricks, useOption } from "./own-tricks.ts";
import { scheduleOption } from "./schedule-text.ts";
import { stoppingOption } from "./stopping-text.ts";
import { listOf, writtenOption } from "./written.ts";

/** What the items of lists are. */
export const itemOptions = {
  callbacks: writtenOption(["callbacks"], CALLBACKS, "earlyStopping({ patience: 5 })", ""),
  metrics: writtenOption(["metrics", "losses"], MEASURES, "accuracy()", ""),
};

/** Every key of a recipe: the library, the command line, comparisons and reports read this one table. */
export const recipeOptions = {
  data: dataOption,
  dataDirectory: optional(
    text("a folder", "where the data files are; by default they are downloaded to a cache folder"),
  ),
  target: columns("what is to be learned: a column of the table, or several"),
  ignore: columns("columns of the table that are not used"),
  numeric: columns("columns that are quantities whatever they look like, such as whole numbers that count the rows"),
  categorical: columns("columns that are names whatever they look like, such as codes that are numbers"),
  task: taskOption(),
  group: column("a column: samples of one value, such as a patient, are all in the same set"),
  order: column("a column by which samples are sorted in time: the last of them are the test set"),
  sampleWeights: column("a column that says how much each sample counts"),
  trainSize: optional(count(undefined, "training samples; by default all, or 6,000 drawn digits", 10, LIMITS.samples)),
  validationSize: size(
    "validation samples, measured after each epoch; by default 1,000 drawn digits, 0.15 of a table, or none",
  ),
  testSize: size("test samples; by default all, 2,000 drawn digits, or 0.15 of a table"),
  dataSeed: count(1, "seed of drawn samples, or of the choice of samples", 0),
  scaling: writtenOption(
    ["scalings"],
    SCALINGS,
    "standardize()",
    "how inputs are scaled; scaleToUnit by default for images and bytes, standardize for others",
  ),
  targetScaling: writtenOption(
    ["scalings"],
    SCALINGS,
    "standardize()",
    "how the targets of a regression are scaled in training; standardize by default where the loss compares numbers",
  ),
  model: writtenOption(
    ["layers"],
    ARCHITECTURES,
    "sequential([flatten(), dense(64), relu(), dense(10)])",
    "the model; convnet by default for images, an mlp as large as the samples allow for others",
  ),
  hidden: optional(list("units of each hidden layer of an mlp; 256 by default")),
  activation: chosen(ACTIVATION_NAMES, "activation of an mlp (relu by default) or lenet (tanh by default)"),
  depth: optional(count(undefined, "weight layers of a resnet or plainnet, 6n + 2; 20 by default", 1, LIMITS.layers)),
  width: optional(
    count(undefined, "filters in the first stage of a resnet, plainnet or inceptionNet", 1, LIMITS.units),
  ),
  init: writtenOption(
    ["initializers"],
    INITIALIZERS,
    "orthogonal({ gain: 1.4 })",
    "initializer of the weights; heNormal or glorotUniform by default, depending on the model",
  ),
  norm: chosen(
    NORM_NAMES,
    "normalization before each activation; batch by default for resnet, plainnet and inceptionNet, none for others",
  ),
  dropout: optional(
    unit(undefined, "fraction of features dropped during training; 0 by default, 0.1 for a table without a model"),
  ),
  loss: writtenOption(
    ["losses"],
    LOSSES,
    "huber({ delta: 1 })",
    "what is made small; by default it follows from the task",
  ),
  labelSmoothing: unit(0, "fraction of the target probability that is spread over all classes"),
  classWeights: classWeightsOption,
  optimizer: withFallback(
    writtenOption(["optimizers"], OPTIMIZERS, "sgd({ learningRate: 0.1, momentum: 0.9 })", "the optimizer"),
    "adam",
  ),
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
  freeze: optional(
    custom<Patterns>(
      patternsOption("").schema,
      undefined,
      "a pattern of names, or a list of patterns",
      'parameters that stay as they are, as "0.conv2d"; a layer\'s statistics stay with it',
    ),
  ),
  earlyStopping: stoppingOption,
  averageWeights: optional(unit(undefined, "decay of a running average of the weights, which becomes the model")),
  swa: optional(count(undefined, "stochastic weight averaging (SWA): the first epoch whose weights are averaged")),
  snapshots: optional(
    count(undefined, "snapshot ensemble: epochs per cosine cycle of the learning rate, each of which adds a member"),
  ),
  callbacks: listOf(itemOptions.callbacks, "what watches the run, and may stop it or average its weights"),
  augment: writtenOption(
    ["layers"],
    ["augment"],
    "sequential([augment({ shift: 2 }), gaussianDropout(0.1)])",
    "a layer that changes the inputs of training at random",
  ),
  augmentShift: augment.definition.options.shift,
  augmentRotate: augment.definition.options.rotate,
  augmentZoom: augment.definition.options.zoom,
  augmentFlip: augment.definition.options.flip,
  epochs: optional(
    count(
      undefined,
      "passes over the training set; 5 by default for images, for others 100 with early stopping, 200 for a small table without a model",
    ),
  ),
  maxSteps: optional(
    count(undefined, "ends the run after so many steps; unless epochs are given too, these are the whole run"),
  ),
  maxTime: optional(
    custom<string | number>(
      v.pipe(
        v.union([v.string(), v.number()]),
        v.check((time) => secondsIn(time) !== undefined),
      ),
      undefined,
      'a time such as "30s", "10m" or "2h", or a number of seconds',
      "ends the run once it has taken so long: what it reaches depends on the machine",
    ),
  ),
  batchSize: optional(count(undefined, "samples per step; by default 64, or at most the training samples")),
  shuffle: optional({
    ...flag(true, "whether each epoch has the samples in an order of its own; true by default"),
    fallback: undefined,
  }),
  weights: optional(
    text("a file", "trained weights to begin with, from a saved run or model or a safetensors file, by name and shape"),
  ),
  metrics: listOf(itemOptions.metrics, "what is measured besides the loss; by default it follows from the task"),
  metric: writtenOption(
    ["metrics", "losses"],
    METRICS,
    "accuracy()",
    "what compare compares variants by; by default accuracy for classes, rootMeanSquaredError for numbers",
  ),
  seed: count(1, "seed of the initial weights, the order of the data, and dropout masks", 0),
  use: useOption,
} as const;

/**
 * A validated, serializable description of one training run. Tricks are texts in it: names, and expressions in the notation
 * of the library.
 */
export type Recipe = ValuesOf<typeof recipeOptions>;

/** What a recipe in a program may have in place of a text. */
interface Tricks {
  data: Source;
  schedule: Schedule;
  earlyStopping: Instance | Spec;
  callbacks: readonly (Instance | Spec | string)[];
  metrics: readonly (Instance | Spec | string)[];
  use: OwnTricks;
}
type TrickKey = "scaling" | "targetScaling" | "model" | "init" | "loss" | "optimizer" | "augment" | "metric";
type Given<K> = K extends keyof Tricks ? Tricks[K] : K extends TrickKey ? Instance | Spec : never;

/** A recipe as you write it: any of its keys, tricks as texts or as themselves. */
export type RecipeInput = { [K in keyof Recipe]?: Recipe[K] | Given<K> | undefined };

/** The same option with a default. */
function withFallback<T>(option: Option<T | undefined>, fallback: T): Option<T> {
  return { ...option, fallback } as Option<T>;
}

/** One of a list of names; by default the model decides. */
function chosen<N extends string>(choices: readonly N[], doc: string): Option<N | undefined> {
  return optional({ ...(oneOf(choices, choices[0], doc) as Option<N>), fallback: undefined });
}

function taskOption(): Option<Task | undefined> {
  return chosen(TASKS, "what there is to learn; by default it follows from the target");
}

function text(accepts: string, doc: string): Option<string> {
  return custom(v.string(), undefined, accepts, doc);
}

function column(doc: string): Option<string | undefined> {
  return optional(custom(v.pipe(v.string(), v.nonEmpty()), undefined, "the name of a column", doc));
}

function columns(doc: string): Option<string | readonly string[] | undefined> {
  const name = v.pipe(v.string(), v.nonEmpty());
  const names = v.union([name, v.pipe(v.array(name), v.minLength(1))]);
  return optional(
    custom<string | readonly string[]>(names, undefined, "the name of a column, or a list of names", doc),
  );
}

/** A number of samples, or a fraction of them. */
function size(doc: string): Option<number | undefined> {
  const schema = v.pipe(
    v.number(),
    v.check((x) => (x >= 0 && x < 1) || (Number.isSafeInteger(x) && x >= 1 && x <= LIMITS.samples)),
  );
  const accepts = `a whole number from 0 to ${LIMITS.samples.toLocaleString("en")}, or a fraction below 1`;
  return optional(custom<number>(schema, undefined, accepts, doc));
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
