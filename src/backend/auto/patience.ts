import { runError } from "../../errors.ts";

/** The longest time of a timer. */
const MOST = 2 ** 31 - 1;

/** How long a device on trial is waited for in all, beyond what the other one takes for the same. */
export class Patience {
  #left: number;
  readonly #now: () => number;

  /** @param milliseconds in all. */
  constructor(milliseconds: number, now: () => number) {
    this.#left = milliseconds;
    this.#now = now;
  }

  /**
   * The result of `work`. What it takes beyond `due` milliseconds is taken from what is left.
   * @throws a run error once nothing is left; the work may still go on, and nobody waits for it.
   */
  async of<T>(work: () => Promise<T>, due = 0): Promise<T> {
    const begun = this.#now();
    const most = Math.min(MOST, due + Math.max(0, this.#left));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(lateError(most)), most);
    });
    try {
      return await Promise.race([work(), late]);
    } finally {
      clearTimeout(timer);
      this.#left -= Math.max(0, this.#now() - begun - due);
    }
  }
}

function lateError(milliseconds: number): Error {
  return runError({
    where: "the device on trial",
    expected: "one that answers",
    received: `no answer within ${Number((milliseconds / 1000).toPrecision(2))} s`,
  });
}
