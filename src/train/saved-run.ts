import { expectBytes } from "../expect-array.ts";
import { readFileWhole } from "../files.ts";
import type { TrainedModel } from "../model/trained-model.ts";
import type { Signal } from "../signals/signal.ts";
import type { Spec } from "../trick.ts";
import type { Capacity } from "./capacity.ts";
import type { History, Measures, Stopped } from "./history.ts";
import type { Sums } from "./means.ts";
import { decodeRun } from "./run-file.ts";
import { checkFormat, modelOf } from "./saved-model.ts";
import type { Weights } from "./session.ts";

/** A run as it was saved: the model, what was measured, and all that training goes on from. */
export interface SavedRun {
  model: TrainedModel;
  history: History;
  /** What the callback `signals` recorded. */
  signals: readonly Signal[];
  test?: Measures | undefined;
  stopped: Stopped;
  /** Steps that were done in all. */
  steps: number;
  skippedSteps: number;
  capacity: Capacity;
  /** What was measured in an epoch that was not finished. */
  sums?: Sums | undefined;
  seconds: number;
  recipe: {
    loss: Spec;
    optimizer: Spec;
    metrics: Spec[];
    callbacks: Spec[];
    augmentation?: Spec;
    epochs: number;
    batchSize: number;
    seed: number;
    /** Samples of the training set; absent in files of version 0.1.0. */
    samples?: number;
  };
  /** The weights of the model. */
  weights: Weights;
  /** Weights, statistics and optimizer state at the last step. */
  state: Weights;
}

type About = Omit<SavedRun, "model" | "weights" | "state"> & {
  format: number;
  model: unknown;
};

/**
 * Reads a run that `run.save` wrote (Node.js).
 * @throws a run error for a file that is missing, damaged, or of another kind or version.
 */
export async function loadRun(path: string): Promise<SavedRun> {
  return readRun(await readFileWhole(path), path);
}

/** A saved run from its bytes; `where` names them in errors. */
export function readRun(bytes: Uint8Array, where = "saved run"): SavedRun {
  expectBytes(bytes);
  const { about, weights, state } = decodeRun(bytes, where);
  checkFormat(about, where);
  const { model, format: _, ...rest } = about as About;
  return { ...rest, signals: rest.signals ?? [], weights, state, model: modelOf(model, weights, where) };
}
