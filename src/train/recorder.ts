import type { Signal } from "../signals/signal.ts";
import type { Place } from "./recover/place.ts";
import type { Epoch, Measures } from "./run/history.ts";
import type { Run } from "./run/run.ts";

/** What one step did. Plain JSON. */
export interface StepRecord {
  /** Counted from 1 over the whole run. */
  step: number;
  /** The epoch that it belongs to, counted from 1. */
  epoch: number;
  /** The loss of its batch, before the step changed the weights. */
  loss: number;
  /** The metrics of the same batch, by name. */
  measures: Measures;
  /** The norm of the gradient over all parameters, before clipping and other transforms; 0 where it is below about 1e-19. */
  gradientNorm?: number;
  /** The rate that was in force. */
  learningRate: number;
  /** Whether the step was taken: false if its loss, gradient or update was not finite, so that nothing changed. */
  finite: boolean;
}

/**
 * What keeps a run outside of it while it is under way: in a log, in checkpoints. All of it is awaited. What is told stays as
 * it is, also where steps were done again to find the one that is not to be taken.
 */
export interface Recorder {
  /** Some steps, in order, each once: about a second's, and the last ones of an epoch before its `epoch`. */
  steps?(rows: readonly StepRecord[]): void | Promise<void>;
  /** An epoch has ended, with what was recorded of the layers in it. */
  epoch?(epoch: Epoch, signals: readonly Signal[]): void | Promise<void>;
  /** Training could go on from here: after each epoch, and about once a second within it. `run` gives the run so far. */
  safe?(place: Place, run: () => Run): void | Promise<void>;
  /** What was told must be kept now: a checkpoint after it is about to be written. */
  flush?(): Promise<void>;
  /** The run has ended, for whatever reason. */
  end?(run: Run): void | Promise<void>;
  /** Called last of all, also after an exception. */
  close?(): Promise<void>;
}
