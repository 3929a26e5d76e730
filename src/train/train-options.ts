import * as v from "valibot";
import { type DeviceOptions, deviceOptions } from "../backend/open.ts";
import type { Scaling } from "../data/scaling.ts";
import type { Layer } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import type { Metric } from "../model/metric.ts";
import type { Optimizer } from "../optimize/optimizer.ts";
import { isPlainObject } from "../options/plain-object.ts";
import {
  type Checks,
  count,
  custom,
  flag,
  functionOption,
  instanceOption,
  instancesOption,
  type Option,
  optional,
  signalOption,
} from "../options.ts";
import type { WeightsSource } from "../predict/read-weights.ts";
import { isOfKind } from "../trick/of-kind.ts";
import type { Callback } from "./callback.ts";
import type { CheckpointOptions } from "./checkpoint/checkpoint-options.ts";
import type { PaceMoment } from "./pace-moment.ts";
import type { ClassWeights } from "./prepare/weigh-classes.ts";
import type { StepRecord } from "./recorder.ts";
import type { Epoch, Measures } from "./run/history.ts";
import type { Run } from "./run/run.ts";
import type { SavedRun } from "./run/saved-run.ts";

/** How a model is trained. Everything may be left out. */
export interface TrainOptions extends DeviceOptions {
  /**
   * By default that of the task: crossEntropy() for classes, binaryCrossEntropy() for two classes with one output and for
   * several labels, meanSquaredError() for real targets.
   */
  loss?: Loss | undefined;
  /**
   * What is reported beside the loss, a loss too: `[accuracy(), meanAbsoluteError()]`. By default accuracy and logLoss of
   * classes, of two also rocAuc and f1; accuracy, logLoss and f1 of labels; rootMeanSquaredError, meanAbsoluteError and r2
   * of real numbers. Metrics that are measured of a whole set are not among the numbers of a training epoch.
   */
  metrics?: readonly Metric[] | undefined;
  /** adam() by default. */
  optimizer?: Optimizer | undefined;
  /** How often the training set is gone through. 10 by default, or as often as `maxSteps` takes. */
  epochs?: number | undefined;
  /**
   * Ends the run after so many steps, those of a resumed run counted. Schedules take all `epochs`; where only `maxSteps` is
   * given, they take these steps. None by default.
   */
  maxSteps?: number | undefined;
  /**
   * Ends the run after the steps under way once this call has taken so long: "30s", "10m", "2h", or a number of seconds. A
   * resumed run has it anew. None by default.
   */
  maxTime?: string | number | undefined;
  /**
   * Saves the run to a folder while it is under way, at its end and when it is aborted: `checkpoint: "runs/digits"`, or
   * `{ path, every: "5m", keep: 3 }` (Node.js). `resume` goes on from there with the same bits. A folder has the
   * checkpoints of one run. None by default.
   */
  checkpoint?: string | CheckpointOptions | undefined;
  /** Samples in one step; a last smaller batch is trained on too. By default 64, or all where there are fewer. */
  batchSize?: number | undefined;
  /** Decides initial weights, the order of the data, and masks. 1 by default. */
  seed?: number | undefined;
  /**
   * Changes the inputs of training steps at random, before they are scaled. Saved with the run. None by default.
   */
  augment?: Layer | undefined;
  /**
   * What watches the run, and may stop it or average its weights: `[earlyStopping({ patience: 3 })]`. None by default.
   */
  callbacks?: readonly Callback[] | undefined;
  /**
   * What inputs are scaled by: each column of [n, features] by itself, images as a whole, unless the scaling says otherwise. By
   * default bytes are scaled to [0, 1], the columns of a table that are numbers are standardized, and other inputs are left
   * as they are.
   */
  scaling?: Scaling | "none" | undefined;
  /**
   * What real targets are scaled by for training, each by itself. The loss is then in scaled units; predictions and metrics are
   * in the units of the targets. By default standardize() where the loss compares real numbers, as meanSquaredError() does, and
   * the last layer can give any number; else "none".
   */
  targetScaling?: Scaling | "none" | undefined;
  /**
   * How much the samples of each class count in the loss: "balanced" (n / (classes · count) of the training set), by name
   * (`{ rare: 5 }`, others 1), or a list in the order of the classes. Equally by default. For crossEntropy(), and for
   * binaryCrossEntropy() of one output.
   */
  classWeights?: ClassWeights | undefined;
  /**
   * Stops the run after the steps that are under way; the weights so far are given back. None by default.
   */
  signal?: AbortSignal | undefined;
  /**
   * Shows progress: in a terminal a bar, elsewhere one line per epoch with its measures and the seconds left, both on
   * standard error; in a browser on the console. Silent by default.
   */
  verbose?: boolean | undefined;
  /**
   * Called a few times per second with the epoch, the step, the measures so far and the seconds left. None by default.
   */
  onProgress?: ((progress: TrainProgress) => void) | undefined;
  /**
   * Called with the loss, the metrics and the gradient's norm of every step, in order and each once: about a second later
   * at most, when it is known that the step is not done again. What it gives is awaited. None by default.
   */
  onStep?: ((row: StepRecord) => void) | undefined;
  /**
   * Asked before the first step, with the steps, the signals and, if wanted, the model so far: for a page that shows a run while
   * it trains. What it gives is awaited, and is how many steps are taken before it is asked again: 1 for single steps,
   * Infinity for never again. Until then the run waits; an abort ends the waiting. The bits of the run do not depend on
   * it. A clock that stands still meanwhile (`now`) keeps the waiting out of its seconds. None by default.
   */
  pace?: ((moment: PaceMoment) => number | Promise<number>) | undefined;
  /**
   * Writes down the run while it is under way (Node.js): `"runs/a"` a folder of its own with JSON Lines of steps and epochs, and
   * a page at the end; `"tensorboard:runs/a"` events for TensorBoard; or a list of both. A resumed run goes on in the same
   * folder. None by default.
   */
  log?: string | readonly string[] | undefined;
  /**
   * Goes on with a run (its file or, of a folder, its newest checkpoint that is whole, in Node.js; what `loadRun` or `train`
   * gave, or the `run` of a `TrainingError`) up to `epochs` in all, with the bits of a run that was never interrupted. From
   * here on the optimizer may have other numbers,
   * there may be other metrics and callbacks, and, after a whole epoch, other data; an average of the weights that is new
   * begins at the resumed weights. Anything else that differs is refused. A run that diverges before it takes another step
   * keeps the resumed weights: those before them were not saved. By default a run
   * starts with initial weights.
   */
  resume?: string | SavedRun | Run | undefined;
  /**
   * Weights to begin with in place of initial ones: a trained model, a run, the file of either or a safetensors file (Node.js), or
   * numbers by name, as `importWeights` gives them. They are matched by name and shape: a new head on an old body keeps its
   * initial weights, and a hint and `run.weightsReport` say which. Inputs are then scaled as in the training of the weights, unless
   * `scaling` is given; targets too, if the whole model is taken. A resumed run has its own weights. By default weights are drawn
   * by the seed.
   */
  weights?: WeightsSource | undefined;
  /** Whether `weights` are refused unless every tensor of the model is among them, and no other. false by default. */
  strict?: boolean | undefined;
  /** Whether each epoch goes through the samples in an order of its own; false: in the order of the data. true by default. */
  shuffle?: boolean | undefined;
  /** A clock in milliseconds; performance.now by default. */
  now?: (() => number) | undefined;
}

/** Where a run is, for `onProgress`. */
export interface TrainProgress {
  /** The epoch under way, counted from 1. */
  epoch: number;
  /** How many epochs there are in all. */
  epochs: number;
  /** Steps done in this epoch. */
  step: number;
  /** How many steps one epoch has. */
  stepsPerEpoch: number;
  /** Means over the epoch so far. */
  train: Measures;
  /** What computes: "wasm, 2 threads, relaxed SIMD". With backend "auto" it says which one was taken, and why. */
  backend: string;
  /** The last epoch that was completed. */
  last?: Epoch;
  /** Seconds. */
  elapsed: number;
  /** Seconds that the rest of the epochs would take at this speed. */
  remaining: number;
}

const scalingOption = custom(
  v.union([v.literal("none"), v.custom<Scaling>((value) => isOfKind("scalings", value))]),
  undefined,
  '"none" or a scaling such as standardize()',
  "",
  ["scalings"],
);

const weight = v.pipe(v.number(), v.finite(), v.minValue(0));

const classWeightsOption = custom(
  v.union([v.literal("balanced"), v.array(weight), v.pipe(v.custom(isPlainObject), v.record(v.string(), weight))]),
  undefined,
  '"balanced", weights of at least 0 by name as { yes: 2 }, or a list of them',
);

const text = v.pipe(v.string(), v.nonEmpty());

const logOption = custom(
  v.union([text, v.array(text)]),
  undefined,
  'a folder as "runs/a" or "tensorboard:runs/a", or a list of them',
);

const weightsOption = custom<WeightsSource>(
  v.union([
    text,
    v.custom<WeightsSource>((value) => typeof value === "object" && value !== null && !Array.isArray(value)),
  ]),
  undefined,
  "a trained model, a run, the path of a file, or numbers by name",
);

const resumeOption = custom(
  v.union([text, v.custom<SavedRun>(isRun)]),
  undefined,
  "the file of a saved run, or what loadRun gave",
);

/** Whether a value has the form of a run that training can go on from. */
function isRun(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { history, state, config, model } = value as Partial<SavedRun>;
  return Array.isArray(history) && isPlainObject(state) && isPlainObject(config) && typeof model === "object";
}

/** Checked where it is used: few runs have it. */
function later(accepts: string): Option<undefined> {
  return custom(v.any() as v.GenericSchema<unknown, undefined>, undefined, accepts);
}

/** What is checked of the options of `train`. */
export const trainOptions = {
  ...deviceOptions,
  loss: optional(instanceOption<Loss>("losses")),
  metrics: optional(instancesOption<Metric>("metrics", "losses")),
  optimizer: optional(instanceOption<Optimizer>("optimizers", "transforms")),
  epochs: optional(count(undefined)),
  maxSteps: optional(count(undefined)),
  maxTime: optional(later('a time such as "10m", or a number of seconds')),
  checkpoint: optional(later("a folder, or { path, every, keep }")),
  batchSize: optional(count(undefined)),
  seed: count(1, "", 0),
  augment: optional({ ...instanceOption<Layer>("layers"), accepts: "a layer such as augment({ shift: 2 })" }),
  callbacks: optional(instancesOption<Callback>("callbacks")),
  scaling: optional(scalingOption),
  targetScaling: optional(scalingOption),
  classWeights: optional(classWeightsOption),
  signal: optional(signalOption()),
  verbose: flag(false),
  onProgress: optional(functionOption()),
  onStep: optional(functionOption()),
  pace: optional(functionOption()),
  log: optional(logOption),
  resume: optional(resumeOption),
  weights: optional(weightsOption), // what is in it is checked where it is read
  strict: flag(false),
  shuffle: flag(true),
  now: optional(functionOption()),
} satisfies Checks<TrainOptions>;
