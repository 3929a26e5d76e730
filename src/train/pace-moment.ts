import type { TrainedModel } from "../predict/trained-model.ts";
import type { Signal } from "../signals/signal.ts";
import type { StepRecord } from "./recorder.ts";

/** A run between two steps, for `pace`. */
export interface PaceMoment {
  /** Steps that were done in all. */
  step: number;
  /** The epoch under way, counted from 1. */
  epoch: number;
  /** How many epochs there are in all. */
  epochs: number;
  /** How many steps one epoch has. */
  stepsPerEpoch: number;
  /** The steps since the last moment, in order. None of them is done again. */
  steps: readonly StepRecord[];
  /** What was recorded of the layers in these steps, where `signals` is among the callbacks. */
  signals: readonly Signal[];
  /** A model of the weights as they are now; of their average, where a callback makes one. It stays as it is. */
  model(): Promise<TrainedModel>;
}
