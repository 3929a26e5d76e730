/** Milliseconds that a submission should take: systems end those that take seconds, and the host waits for each. */
const SHARE = 100;
/** Flops of a submission until one was timed: the share of a card of 100 Gflop/s. */
const FIRST = 1e10;

/** How much is submitted at a time: as many flops as were seen to take a tenth of a second, or whole steps below that. */
export class Budget {
  readonly #work: number;
  readonly #most: number;
  #flops: number;
  #steps = 1;

  /**
   * @param work about what a step takes, in flops (`workOf`).
   * @param most the most steps at a time.
   */
  constructor(work: number, most: number, first = FIRST) {
    this.#work = work;
    this.#most = most;
    this.#flops = first;
  }

  /** Flops of a submission. A single kernel of more is a submission of its own. */
  get flops(): number {
    return this.#flops;
  }

  /** Steps in one submission; of one step, there may be several submissions. At most twice as many as the last time. */
  get steps(): number {
    return this.#steps;
  }

  /** Learns from some steps, which took so many milliseconds in all. */
  took(milliseconds: number, steps: number): void {
    const share = SHARE / Math.max(milliseconds, 1e-3);
    this.#flops = share * steps * this.#work;
    this.#steps = Math.max(1, Math.min(this.#most, 2 * this.#steps, Math.floor(share * steps)));
  }
}
