import { learningRateOf } from "../optimize/learning-rate.ts";
import type { Signal } from "../signals/signal.ts";
import { Budget } from "./budget/budget.ts";
import type { CallbackRunner } from "./callback-runner.ts";
import type { CheckpointRecorder } from "./checkpoint/checkpoint-recorder.ts";
import { stepPlaceOf } from "./epoch/step-place.ts";
import type { EpochWatch } from "./epoch/train-epoch.ts";
import { Pacing } from "./pacing.ts";
import type { Training } from "./prepare/prepare-training.ts";
import type { Recorder, StepRecord } from "./recorder.ts";
import type { Place } from "./recover/place.ts";
import type { Ending } from "./run/ending.ts";
import type { Finding } from "./run/finding.ts";
import { runOf } from "./run/finish-run.ts";
import type { Epoch } from "./run/history.ts";
import type { Resumed } from "./run/read-resumed.ts";
import type { Run } from "./run/run.ts";
import type { StepResult } from "./step/step-result.ts";
import type { TrainOptions } from "./train-options.ts";

/** What is said of a run that goes on after it was saved. */
const UNDER_WAY = "it was under way";

/** The recorders that the options of a run ask for, as one, and what may end it early. Loaded where there are any. */
export class Recorders {
  readonly #all: Recorder[];
  readonly #checkpoints: CheckpointRecorder | undefined;
  readonly #budget: Budget;
  readonly #pacing: Pacing | undefined;
  readonly #training: Training;
  #callbacks: CallbackRunner | undefined;
  /** Steps that may still be done again. */
  #pending: StepRecord[] = [];

  private constructor(
    { onStep, pace }: TrainOptions,
    training: Training,
    budget: Budget,
    logs: readonly Recorder[],
    checkpoints: CheckpointRecorder | undefined,
  ) {
    this.#training = training;
    this.#budget = budget;
    this.#checkpoints = checkpoints;
    this.#pacing = pace && new Pacing(pace, training);
    checkpoints?.writeAfter(async () => {
      for (const log of logs) await log.flush?.();
    });
    this.#all = [
      ...logs,
      ...(checkpoints === undefined ? [] : [checkpoints]),
      ...(this.#pacing === undefined ? [] : [this.#pacing]),
      ...(onStep === undefined ? [] : [telling(onStep)]), // last of all: if it throws, the others know its steps
    ];
  }

  /** @throws what `openCheckpoints` and `openLogs` throw; a usage error for a time that is none. */
  static async open(options: TrainOptions, training: Training, resumed: Resumed | undefined): Promise<Recorders> {
    const { checkpoint, log } = options;
    const begun = training.now();
    const budget = new Budget(options, () => (training.now() - begun) / 1000);
    const checkpoints =
      checkpoint === undefined
        ? undefined
        : await (await import("./checkpoint/open-checkpoints.ts")).openCheckpoints(checkpoint, training, resumed);
    const logs =
      log === undefined ? [] : await (await import("./log/open-logs.ts")).openLogs(log, training, resumed?.saved);
    return new Recorders(options, training, budget, logs, checkpoints);
  }

  /** Callbacks are told of steps too. */
  join(callbacks: CallbackRunner): void {
    this.#callbacks = callbacks;
    this.#all.push({
      async steps(rows) {
        for (const { running } of callbacks.running) await running.steps?.(rows);
      },
    });
  }

  /** The run is about to be made of its ending: callbacks that are told of steps say what they found. */
  async ended(ending: Ending): Promise<void> {
    await this.steps(ending.place);
    const found: Finding[][] = [];
    for (const { running } of this.#callbacks?.running ?? []) {
      await running.end?.(ending);
      if (running.findings !== undefined) found.push([...running.findings]);
    }
    if (this.#callbacks !== undefined && found.length > 0) this.#callbacks.findings = found.flat();
  }

  /** What is told of the steps of an epoch; `underWay` gives the run so far, as if it ended here. */
  watch(underWay: () => Ending): Omit<EpochWatch, "report"> {
    return {
      took: (place, result) => this.#took(place, result),
      secured: async (place) => {
        await this.steps(place);
        if (place.step < this.#training.progress.stepsPerEpoch) await this.safe(place, underWay);
      },
      until: ({ steps }) =>
        Math.min(this.#budget.steps, this.#checkpoints?.next(steps) ?? Infinity, this.#pacing?.until ?? Infinity),
      pace: async (place) => this.#pacing?.ask(place, underWay),
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

  async safe(place: Place, underWay: () => Ending): Promise<void> {
    const run = () => {
      const ending = underWay();
      return runOf({ ...ending, stopped: { ...ending.stopped, detail: UNDER_WAY } }, undefined);
    };
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
