/** What a race needs of the page. */
export interface PageLike {
  readonly visibilityState: DocumentVisibilityState;
  addEventListener(type: "visibilitychange", listener: () => void): void;
  removeEventListener(type: "visibilitychange", listener: () => void): void;
}

/** Whether the page is hidden: in another tab, or minimized. */
export class Hidden {
  readonly #page: PageLike | undefined;
  readonly #changed: () => void;

  constructor(page: PageLike | undefined, changed: () => void) {
    this.#page = page;
    this.#changed = changed;
    page?.addEventListener("visibilitychange", changed);
  }

  get now(): boolean {
    return this.#page?.visibilityState === "hidden";
  }

  close(): void {
    this.#page?.removeEventListener("visibilitychange", this.#changed);
  }
}
