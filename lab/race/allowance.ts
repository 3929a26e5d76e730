import type { Going } from "./until-of.ts";

/** How far the two that are seen may go: freely, or up to a step, where they are paused, take single steps, or go slowly. */
export class Allowance {
  #isPaused = false;
  /** While paused or slow: the step that both may go up to. */
  #limit = 0;

  /** While slow: the step that is taken next. */
  get limit(): number {
    return this.#limit;
  }

  goOn(furthest: number): void {
    [this.#isPaused, this.#limit] = [false, furthest];
  }

  pause(furthest: number): void {
    [this.#isPaused, this.#limit] = [true, furthest];
  }

  /** One step more, then they stand. */
  step(furthest: number): void {
    this.pause(Math.max(this.#isPaused ? this.#limit : 0, furthest) + 1);
  }

  /** While slow: up to this step, unless somebody paused. */
  upTo(step: number): void {
    if (!this.#isPaused) this.#limit = step;
  }

  going(furthest: number, { hidden, slow }: { hidden: boolean; slow: boolean }): Going & { still: boolean } {
    const held = this.#isPaused || hidden;
    // While it stands, the one behind comes up to where the other had got to.
    const stands = Math.max(furthest, this.#isPaused ? this.#limit : 0);
    const limit = held ? stands : slow ? this.#limit : Number.POSITIVE_INFINITY;
    return { limit, held, still: this.#isPaused || slow };
  }
}
