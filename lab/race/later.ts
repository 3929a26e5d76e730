/** Something that is done a while later, once, unless it is called off. */
export class Later {
  readonly #wait: number;
  readonly #act: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(wait: number, act: () => void) {
    this.#wait = wait;
    this.#act = act;
  }

  /** Begins to wait, if it does not wait already. */
  begin(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#act();
    }, this.#wait);
  }

  callOff(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
