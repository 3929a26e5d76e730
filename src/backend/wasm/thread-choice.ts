import type { Plan } from "../../plan/plan.ts";
import { nanosecondsOf } from "./nanoseconds-of.ts";

/** Nanoseconds that a thread has to do in a step, and in a phase, to be worth waiting for. */
const [PER_STEP, PER_PHASE] = [30_000, 10_000];
/** From this many milliseconds of a step on, threads gain whatever else the machine does: one alone is not tried. */
const LONG = 20;
/** A number of threads that was slower is tried again after this many times what that took. */
const REST = 10;
/** Up to this many nanoseconds of a step, a thread that waits for its turn costs many times the step: it is tried more rarely. */
const SHORT = 300_000;
const REST_SHORT = 100;
/** One thread that was slower is: what it took may have been an accident, and what all take may have changed. */
const REST_ALONE = 100;

/** What is known of a plan before it runs. */
export interface StepSize {
  nanoseconds: number;
  phases: number;
}

export function stepSizeOf(plan: Plan): StepSize {
  return { nanoseconds: nanosecondsOf(plan), phases: plan.phases.length };
}

/** How many threads are worth it by the size of a step: none has to wait longer for the others than it works. */
export function threadsFor({ nanoseconds, phases }: StepSize, count: number): number {
  return Math.max(1, Math.min(count, Math.floor(nanoseconds / Math.max(PER_STEP, PER_PHASE * phases))));
}

/** What a number of threads took when it was last asked: for a step, and until when not to ask it again. */
interface Trial {
  perStep: number;
  until: number;
}

/**
 * Decides call by call how many threads work on a program, which changes nothing but the time. Small steps get one. For
 * others it compares what one takes with what all take: where other programs keep the cores busy, threads that wait for one
 * another are slower than one alone.
 */
export class ThreadChoice {
  readonly #most: number;
  readonly #now: () => number;
  readonly #rest: number;
  #all: Trial | undefined;
  #alone: Trial | undefined;
  /** Whether all threads have run the program before: its first call wakes them up, and says nothing of the next. */
  #awake = false;

  constructor(size: StepSize, count: number, now = () => performance.now()) {
    this.#most = threadsFor(size, count);
    this.#now = now;
    this.#rest = size.nanoseconds < SHORT ? REST_SHORT : REST;
    if (size.nanoseconds > LONG * 1e6)
      this.#alone = { perStep: Number.POSITIVE_INFINITY, until: Number.POSITIVE_INFINITY };
  }

  /** Takes steps with as many threads as seems best. */
  async run(steps: number, run: (threads: number) => Promise<void>): Promise<void> {
    const threads = this.#next();
    const start = this.#now();
    await run(threads);
    const took = this.#now() - start;
    const trial = (rest: number): Trial => ({ perStep: took / steps, until: start + (1 + rest) * took });
    if (threads === 1) this.#alone = trial(REST_ALONE);
    else if (this.#awake) this.#all = trial(this.#rest);
    else this.#awake = true;
  }

  #next(): number {
    if (this.#most === 1 || this.#all === undefined) return this.#most;
    if (this.#alone === undefined || this.#now() > this.#alone.until) return 1;
    return this.#all.perStep <= this.#alone.perStep || this.#now() > this.#all.until ? this.#most : 1;
  }
}
