import type { InferOutput } from "valibot";
import type { Weights } from "../../formats/weights.ts";
import type { TrainedModel } from "../../predict/trained-model.ts";
import type { Spec } from "../../trick.ts";
import type { runFacts } from "./run-schema.ts";

type RunFacts = Readonly<InferOutput<typeof runFacts>>;

/** How a run was made; its tricks as plain JSON, or as they were given. */
export interface RunConfig<T = Spec> {
  /** What was made small. */
  readonly loss: T;
  /** What updated the weights. */
  readonly optimizer: T;
  /** What was measured besides the loss. */
  readonly metrics: readonly T[];
  /** What watched the run. */
  readonly callbacks: readonly T[];
  /** What changed the training samples at random, if anything. */
  readonly augmentation?: T | undefined;
  /** How many epochs were asked for. */
  readonly epochs: number;
  /** Samples in a step. */
  readonly batchSize: number;
  /** Decides all random numbers. */
  readonly seed: number;
  /** Whether samples were in another order in each epoch; missing in files of early builds, where they were. */
  readonly shuffle?: boolean | undefined;
  /** How many samples the training set had; missing in files of early builds. */
  readonly samples?: number | undefined;
  /** How many samples of a streamed training set were in memory at once. */
  readonly chunk?: number | undefined;
  /** Of the training samples, where the run was saved to checkpoints. */
  readonly dataChecksum?: string | undefined;
  /** After how many steps it was to end, if that was asked for. */
  readonly maxSteps?: number | undefined;
}

/** A run: its model, what was measured, and all that training goes on from. */
export interface RunRecord<T = Spec> extends RunFacts {
  readonly model: TrainedModel;
  /** How it was made. */
  readonly config: RunConfig<T>;
  /** Weights, statistics and optimizer state at the last step, by variable. */
  readonly state: Weights;
}
