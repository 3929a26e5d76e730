import { refused } from "../options.ts";
import { untilAborted } from "./callback-runner.ts";
import type { PaceMoment } from "./pace-moment.ts";
import type { Training } from "./prepare/prepare-training.ts";
import type { Recorder, StepRecord } from "./recorder.ts";
import type { Place } from "./recover/place.ts";
import type { Ending } from "./run/ending.ts";
import { modelOf } from "./run/model-of.ts";
import type { TrainOptions } from "./train-options.ts";

/** Asks how many steps are to be taken, and keeps what is told of them until it asks again. */
export class Pacing implements Recorder {
  readonly #pace: NonNullable<TrainOptions["pace"]>;
  readonly #training: Training;
  /** The step of the run after which it asks again. */
  until = 0;
  #steps: StepRecord[] = [];
  /** How many rows of signals were told; a run that goes on has some from before. */
  #told: number | undefined;

  constructor(pace: NonNullable<TrainOptions["pace"]>, training: Training) {
    this.#pace = pace;
    this.#training = training;
  }

  steps(rows: readonly StepRecord[]): void {
    this.#steps.push(...rows);
  }

  /** Asks before the steps from a place on, if those that it allowed are done. An abort is not kept waiting. */
  async ask({ epoch, steps: step }: Place, underWay: () => Ending): Promise<void> {
    if (step < this.until) return;
    const { epochs, progress, signal } = this.#training;
    const now = underWay();
    const steps = this.#steps;
    this.#steps = [];
    const signals = now.signals.slice(this.#told ?? now.signals.length);
    this.#told = now.signals.length;
    const { stepsPerEpoch } = progress;
    const model = async () => modelOf(now, now.weights);
    const moment: PaceMoment = { step, epoch, epochs, stepsPerEpoch, steps, signals, model };
    const count = await untilAborted(Promise.resolve(this.#pace(moment)), signal);
    if (signal?.aborted) return;
    if (count !== Infinity && !(Number.isInteger(count) && (count as number) >= 1))
      throw refused("train: pace", "a number of steps, at least 1, or Infinity", count);
    this.until = step + (count as number);
  }
}
