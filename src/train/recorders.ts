import { learningRateOf } from "../optimize/learning-rate.ts";
import type { Signal } from "../signals/signal.ts";
import { stepPlaceOf } from "./epoch/step-place.ts";
import type { Training } from "./prepare/prepare-training.ts";
import type { Recorder, StepRecord } from "./recorder.ts";
import type { Place } from "./recover/place.ts";
import type { Epoch } from "./run/history.ts";
import type { Resumed } from "./run/read-resumed.ts";
import type { Run } from "./run/run.ts";

import type { StepResult } from "./step/step-result.ts";
import type { TrainOptions } from "./train-options.ts";

/** The recorders that the options of a run ask for, as one. Loaded where there are any. */
export class Recorders {
  readonly #all: readonly Recorder[];
  readonly #training: Training;
  /** Steps that may still be done again. */
  #pending: StepRecord[] = [];

  private constructor(all: readonly Recorder[], training: Training) {
    this.#all = all;
    this.#training = training;
  }

  static async open(options: TrainOptions, training: Training, resumed: Resumed | undefined): Promise<Recorders> {
    const { onStep, log } = options;
    const all: Recorder[] =
      log === undefined ? [] : await (await import("./log/open-logs.ts")).openLogs(log, training, resumed?.saved);
    if (onStep !== undefined) {
      all.push({
        async steps(rows) {
          for (const row of rows) await onStep(row);
        },
      });
    }
    return new Recorders(all, training);
  }

  /** A step led to `place`. One that is done again takes the place of what was said of it before. */
  took(place: Place, { loss, gradientNorm, finite, lossWeight: _, ...measures }: StepResult): void {
    const { optimizer, progress } = this.#training;
    const { epoch, steps: step } = place;
    while ((this.#pending.at(-1)?.step ?? 0) >= step) this.#pending.pop();
    const at = stepPlaceOf(this.#training, place).step - 1;
    const learningRate = learningRateOf(optimizer, { step: at, ...progress });
    this.#pending.push({ step, epoch, loss, measures, gradientNorm, learningRate, finite: finite === 1 });
  }

  /** The steps up to a place are not done again. */
  async steps({ steps }: Place): Promise<void> {
    const rows = this.#pending.filter(({ step }) => step <= steps);
    this.#pending = [];
    if (rows.length > 0) for (const one of this.#all) await one.steps?.(rows);
  }

  async epoch(epoch: Epoch, signals: readonly Signal[]): Promise<void> {
    for (const one of this.#all) await one.epoch?.(epoch, signals);
  }

  async safe(place: Place, run: () => Run): Promise<void> {
    for (const one of this.#all) await one.safe?.(place, run);
  }

  async end(run: Run): Promise<void> {
    for (const one of this.#all) await one.end?.(run);
  }

  async close(): Promise<void> {
    for (const one of this.#all) await one.close?.();
  }
}
