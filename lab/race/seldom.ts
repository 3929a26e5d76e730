import { Later } from "./later.ts";

/** Does something at once, or soon where it was done a short while ago. */
export class Seldom {
  readonly #wait: number;
  readonly #act: () => void;
  readonly #later: Later;
  #last = Number.NEGATIVE_INFINITY;

  /** @param wait milliseconds from one time to the next. */
  constructor(wait: number, act: () => void) {
    this.#wait = wait;
    this.#act = act;
    this.#later = new Later(wait, () => this.now());
  }

  soon(): void {
    if (performance.now() - this.#last >= this.#wait) this.now();
    else this.#later.begin();
  }

  now(): void {
    this.#later.callOff();
    this.#last = performance.now();
    this.#act();
  }

  callOff(): void {
    this.#later.callOff();
  }
}
