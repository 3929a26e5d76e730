import { learningRateOf } from "../optimize/learning-rate.ts";
import type { Signal } from "../signals/signal.ts";
import { Budget } from "./budget/budget.ts";
import type { CheckpointRecorder } from "./checkpoint/checkpoint-recorder.ts";
import { stepPlaceOf } from "./epoch/step-place.ts";
import type { EpochWatch } from "./epoch/train-epoch.ts";
import type { Training } from "./prepare/prepare-training.ts";
import type { Recorder, StepRecord } from "./recorder.ts";
import type { Place } from "./recover/place.ts";
import type { Epoch } from "./run/history.ts";
import type { Resumed } from "./run/read-resumed.ts";
import type { Run } from "./run/run.ts";
import type { StepResult } from "./step/step-result.ts";
import type { TrainOptions } from "./train-options.ts";

/** The recorders that the options of a run ask for, as one, and what may end it early. Loaded where there are any. */
export class Recorders {
  readonly #all: readonly Recorder[];
  readonly #checkpoints: CheckpointRecorder | undefined;
  readonly #budget: Budget;
  readonly #training: Training;
  /** Steps that may still be done again. */
  #pending: StepRecord[] = [];

  private constructor(
    onStep: TrainOptions["onStep"],
    training: Training,
    budget: Budget,
    logs: readonly Recorder[],
    checkpoints: CheckpointRecorder | undefined,
  ) {
    this.#training = training;
    this.#budget = budget;
    this.#checkpoints = checkpoints;
    checkpoints?.writeAfter(async () => {
      for (const log of logs) await log.flush?.();
    });
    this.#all = [
      ...logs,
      ...(checkpoints === undefined ? [] : [checkpoints]),
      ...(onStep === undefined ? [] : [telling(onStep)]), // last of all: if it throws, the others know its steps
    ];
  }

  /** @throws what `openCheckpoints` and `openLogs` throw; a usage error for a time that is none. */
  static async open(options: TrainOptions, training: Training, resumed: Resumed | undefined): Promise<Recorders> {
    const { checkpoint, log, onStep } = options;
    const begun = training.now();
    const budget = new Budget(options, () => (training.now() - begun) / 1000);
    const checkpoints =
      checkpoint === undefined
        ? undefined
        : await (await import("./checkpoint/open-checkpoints.ts")).openCheckpoints(checkpoint, training, resumed);
    const logs =
      log === undefined ? [] : await (await import("./log/open-logs.ts")).openLogs(log, training, resumed?.saved);
    return new Recorders(onStep, training, budget, logs, checkpoints);
  }

  /** What is told of the steps of an epoch; `run` gives the run so far. */
  watch(run: () => Run): Omit<EpochWatch, "report"> {
    return {
      took: (place, result) => this.#took(place, result),
      secured: async (place) => {
        await this.steps(place);
        if (place.step < this.#training.progress.stepsPerEpoch) await this.safe(place, run);
      },
      until: ({ steps }) => Math.min(this.#budget.steps, this.#checkpoints?.next(steps) ?? Infinity),
      ended: (place) => this.#budget.ended(place),
    };
  }

  /** A step led to `place`. One that is done again takes the place of what was said of it before. */
  #took(place: Place, { loss, gradientNorm, finite, lossWeight: _, ...measures }: StepResult): void {
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

  /** The run has ended at a place. */
  async end(run: Run, place: Place): Promise<void> {
    try {
      await this.steps(place);
    } finally {
      for (const one of this.#all) await one.end?.(run);
    }
  }

  async close(): Promise<void> {
    for (const one of this.#all) await one.close?.();
  }
}

/** Tells a function of every step. */
function telling(onStep: NonNullable<TrainOptions["onStep"]>): Recorder {
  return {
    async steps(rows) {
      for (const row of rows) await onStep(row);
    },
  };
}
