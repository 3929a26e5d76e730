import type { StepRecord } from "evenkeel";
import type { RunState } from "../race/race.ts";
import { Growing } from "./growing.ts";
import { smoother, spanFor } from "./smoother.ts";

/** One number of each step of a run, kept as typed arrays that grow with it. */
export class StepCurve {
  readonly #read: (step: StepRecord) => number | undefined;
  #source: readonly StepRecord[] | undefined;
  #smooth = smoother(1);
  step = new Growing();
  seconds = new Growing();
  value = new Growing();
  smooth = new Growing();
  /** Values that are not finite: they are gaps. */
  missing = 0;

  constructor(read: (step: StepRecord) => number | undefined) {
    this.#read = read;
  }

  /** Takes what came since the last time; from the beginning, if this is another run. */
  follow(run: RunState | undefined): this {
    if (run?.steps !== this.#source) this.#begin(run);
    if (run === undefined) return this;
    for (let i = this.step.length; i < run.steps.length; i++) {
      const value = this.#read(run.steps[i]) ?? Number.NaN;
      if (!Number.isFinite(value)) this.missing++;
      this.step.push(run.steps[i].step);
      this.seconds.push(run.seconds[i] ?? this.seconds.last);
      this.value.push(value);
      this.smooth.push(this.#smooth(value));
    }
    return this;
  }

  #begin(run: RunState | undefined): void {
    this.#source = run?.steps;
    const { epochs = 1, stepsPerEpoch = 400 } = run?.facts ?? {};
    this.#smooth = smoother(spanFor(epochs * stepsPerEpoch));
    this.step = new Growing();
    this.seconds = new Growing();
    this.value = new Growing();
    this.smooth = new Growing();
    this.missing = 0;
  }
}
