/** Steps after which one is chosen, those of the first run counted: it warms up, and is not timed. */
const STEPS = 20;
/** Milliseconds after which fewer will do. */
const LONG = 2000;
/** Runs in any case: the one that warms up, and one that is timed. */
const RUNS = 2;

/** Times of the same steps on several devices, by their numbers. */
export class Trial {
  readonly #best: number[] = [];
  #runs = 0;
  #steps = 0;
  #spent = 0;

  /** Adds a run of some steps: how many milliseconds it took on each. */
  add(steps: number, milliseconds: readonly number[]): void {
    if (this.#runs > 0)
      milliseconds.forEach((time, i) => {
        this.#best[i] = Math.min(this.#best[i] ?? Infinity, time / steps);
      });
    this.#runs++;
    this.#steps += steps;
    this.#spent += milliseconds.reduce((sum, time) => sum + time, 0);
  }

  /** Whether nothing ran yet. */
  get isNew(): boolean {
    return this.#runs === 0;
  }

  /** Milliseconds of a step on each, once it is known which is the fastest. */
  get times(): readonly number[] | undefined {
    const done = this.#runs >= RUNS && (this.#steps >= STEPS || this.#spent >= LONG);
    return done ? this.#best : undefined;
  }
}
