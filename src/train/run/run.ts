import { writeFileWhole } from "../../files.ts";
import { isPlainObject } from "../../options/plain-object.ts";
import { refused } from "../../options.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import type { Signal } from "../../signals/signal.ts";
import type { Instance } from "../../trick.ts";
import type { Capacity } from "../prepare/capacity.ts";
import type { Sums } from "../step/metric-means.ts";
import type { Weights } from "../step/session.ts";
import type { History, Measures, Stopped } from "./history.ts";
import { encodeRun } from "./run-file.ts";

/** How a run was made, as far as it is needed to go on with it. */
export interface RunRecipe {
  loss: Instance;
  optimizer: Instance;
  metrics: readonly Instance[];
  callbacks: readonly Instance[];
  augmentation?: Instance | undefined;
  epochs: number;
  batchSize: number;
  seed: number;
  /** Samples of the training set. */
  samples: number;
}

export interface RunParts {
  model: TrainedModel;
  history: History;
  signals: readonly Signal[];
  test: Measures | undefined;
  stopped: Stopped;
  steps: number;
  skippedSteps: number;
  skippedInARow: number;
  sums: Sums | undefined;
  capacity: Capacity;
  hints: readonly string[];
  seconds: number;
  backend: string;
  state: Weights;
  recipe: RunRecipe;
}

/** What training gives: the model, and all that was measured. */
export class Run {
  readonly model: TrainedModel;
  /** One row an epoch; plain JSON. */
  readonly history: History;
  /** What the callback `signals` recorded: a row for each layer and recorded step, plain JSON; empty without it. */
  readonly signals: readonly Signal[];
  /** Measured on the test part with the final weights; undefined without one. */
  readonly test: Measures | undefined;
  readonly stopped: Stopped;
  /** Steps that were done in all. */
  readonly steps: number;
  /** Steps that were not taken because their loss or gradient was not finite. */
  readonly skippedSteps: number;
  /** How many of the last steps were not taken, in a row. */
  readonly skippedInARow: number;
  /** Parameters against training samples. */
  readonly capacity: Capacity;
  /** What is probably not as it was meant, in sentences: unscaled pixels, classes without samples. Mostly empty. */
  readonly hints: readonly string[];
  /** What was measured in an epoch that was not finished. */
  readonly sums: Sums | undefined;
  readonly seconds: number;
  /** What computed it. */
  readonly backend: string;
  readonly recipe: RunRecipe;
  /** Weights, statistics and optimizer state at the last step, by variable. */
  readonly state: Weights;

  constructor(parts: RunParts) {
    if (!isPlainObject(parts)) throw refused("Run", "the parts of a run as { … }; train() makes them", parts);
    this.model = parts.model;
    this.history = parts.history;
    this.signals = parts.signals;
    this.test = parts.test;
    this.stopped = parts.stopped;
    this.steps = parts.steps;
    this.skippedSteps = parts.skippedSteps;
    this.skippedInARow = parts.skippedInARow;
    this.capacity = parts.capacity;
    this.hints = parts.hints;
    this.sums = parts.sums;
    this.seconds = parts.seconds;
    this.backend = parts.backend;
    this.state = parts.state;
    this.recipe = parts.recipe;
  }

  /**
   * Writes architecture, weights, optimizer state, history and seed to one file (Node.js). The file is replaced whole or
   * not at all. Layers of one's own are given again when it is read: `loadRun(path, { use: [myLayer] })`.
   * @throws a run error that says what to do where the file cannot be written.
   */
  async save(path: string): Promise<void> {
    await writeFileWhole(path, this.toBytes(), "Keep what run.toBytes() gives; readRun reads it.");
  }

  /** What `save` writes, as bytes: for a download, a database or a request. `readRun` and `readModel` read them. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return encodeRun(this);
  }
}
