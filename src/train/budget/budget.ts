import type { Place } from "../recover/place.ts";
import type { Stopped } from "../run/history.ts";
import type { TrainOptions } from "../train-options.ts";
import { secondsOf } from "./seconds-of.ts";

/** What may end a run before its epochs do: steps, counted over the whole run, and the time of this call of `train`. */
export class Budget {
  /** The steps after which the run ends. */
  readonly steps: number;
  readonly #seconds: number;
  readonly #elapsed: () => number;

  /** `elapsed`: the seconds since `train` was called. */
  constructor({ maxSteps = Infinity, maxTime }: TrainOptions, elapsed: () => number) {
    this.steps = maxSteps;
    this.#seconds = maxTime === undefined ? Infinity : secondsOf("train: maxTime", maxTime);
    this.#elapsed = elapsed;
  }

  /** Why the run ends at a place; undefined if it goes on. */
  ended({ epoch, steps }: Place): Stopped | undefined {
    if (steps >= this.steps) return { reason: "steps", epoch: epoch - 1, detail: `maxSteps: ${this.steps}` };
    if (this.#elapsed() < this.#seconds) return undefined;
    return { reason: "time", epoch: epoch - 1, detail: `maxTime: ${this.#seconds} seconds` };
  }
}
