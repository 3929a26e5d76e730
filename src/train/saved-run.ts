import { usageError } from "../errors.ts";
import { expectBytes } from "../expect-array.ts";
import { readFileWhole } from "../files.ts";
import { ensembleMembers } from "../model/ensemble.ts";
import type { TrainedModel } from "../model/trained-model.ts";
import type { Signal } from "../signals/signal.ts";
import type { Capacity } from "./capacity.ts";
import type { History, Measures, Stopped } from "./history.ts";
import type { Sums } from "./means.ts";
import { decodeRun } from "./run-file.ts";
import { checkFormat, modelOf } from "./saved-model.ts";
import type { Weights } from "./session.ts";
import type { Training } from "./training.ts";

/** A run as it was saved: the model, what was measured, and all that training goes on from. */
export interface SavedRun {
  model: TrainedModel;
  history: History;
  /** What the callback `signals` recorded. */
  signals: readonly Signal[];
  test?: Measures;
  stopped: Stopped;
  /** Steps that were done in all. */
  steps: number;
  skippedSteps: number;
  capacity: Capacity;
  /** What was measured in an epoch that was not finished. */
  sums?: Sums;
  seconds: number;
  recipe: { epochs: number; batchSize: number; seed: number; [part: string]: unknown };
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

/**
 * The run to go on with, if one is to be resumed.
 * @throws a usage error if it was trained otherwise, so that going on would be another run than one never interrupted.
 */
export async function readResumed(
  resume: string | SavedRun | undefined,
  { batchSize, seed, epochs, layer, augmentation }: Training,
): Promise<SavedRun | undefined> {
  if (resume === undefined) return undefined;
  const saved = typeof resume === "string" ? await loadRun(resume) : resume;
  const demand = (what: string, before: unknown, now: unknown) => {
    if (before === now) return;
    throw usageError({
      where: "train: resume",
      expected: `the ${what} of the saved run, ${before}`,
      received: String(now),
      fix: "Give the same, or begin a new run.",
    });
  };
  demand("batch size", saved.recipe.batchSize, batchSize);
  demand("seed", saved.recipe.seed, seed);
  demand("augmentation", JSON.stringify(saved.recipe.augmentation), JSON.stringify(augmentation));
  const [{ parts }] = (saved.stopped.members && ensembleMembers(saved.model)) ?? [saved.model];
  demand("model", JSON.stringify(parts.layer), JSON.stringify(layer));
  if (saved.history.length >= epochs)
    throw usageError({
      where: "train: resume",
      expected: `more epochs than the ${saved.history.length} that the saved run has done`,
      received: String(epochs),
      fix: "Ask for more epochs.",
    });
  return saved;
}
