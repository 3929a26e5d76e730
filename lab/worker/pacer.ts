/**
 * Milliseconds of steps from one moment to the next: of a run that is seen, and of one behind it, which tells of its epochs
 * alone. At each moment the whole state is copied, which costs as much as some steps.
 */
const CHUNK = { seen: 60, behind: 300 };
/** The most steps from one moment to the next. */
const MOST = { seen: 64, behind: 1024 };

/**
 * Lets a run go up to a step, and keeps the time that it trains: while it waits, its clock stands. A wait lets messages in,
 * since the network is computed by the thread of the worker itself.
 */
export class Pacer {
  readonly #as: keyof typeof CHUNK;
  #until = 0;
  #still = false;
  #wake = () => {};
  /** Milliseconds of waiting so far. */
  #waited = 0;
  /** When the steps under way began, and after which step. */
  #since: { time: number; step: number } | undefined;
  #perStep = 0;

  constructor(as: keyof typeof CHUNK = "seen") {
    this.#as = as;
  }

  /** Milliseconds, without waiting. */
  readonly now = (): number => performance.now() - this.#waited;

  /** Whether a person looks at the run as it is after a step, in single steps and slow motion. */
  stands(step: number): boolean {
    return this.#still && step >= this.#until;
  }

  allow(until: number, still: boolean): void {
    this.#until = until;
    this.#still = still;
    this.#wake();
  }

  /**
   * How many steps are next after this one; waits until there are some. Meanwhile the clock stands, also for `work`, which
   * tells of the step and gives the next one that is looked at.
   */
  async next(step: number, work: () => Promise<number | undefined> = async () => undefined): Promise<number> {
    const began = performance.now();
    this.#measure(step);
    const stop = (await work()) ?? Number.POSITIVE_INFINITY;
    await turn();
    while (this.#until <= step)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    this.#waited += performance.now() - began;
    this.#since = { time: this.now(), step };
    const chunk = Math.floor(CHUNK[this.#as] / this.#perStep);
    const fitting = this.#perStep === 0 ? 1 : Math.max(1, Math.min(MOST[this.#as], chunk));
    return Math.max(1, Math.min(fitting, this.#until - step, stop - step));
  }

  /** Time per step, smoothed; the first step, in which code is made, tells nothing of others. */
  #measure(step: number): void {
    const { time, step: from } = this.#since ?? { time: 0, step };
    if (step <= Math.max(1, from)) return;
    const latest = (this.now() - time) / (step - from);
    this.#perStep = this.#perStep === 0 ? latest : 0.5 * this.#perStep + 0.5 * latest;
  }
}

/** Ends after messages that wait were heard. A timer would be held up to several milliseconds. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
