import type { Measures } from "./history.ts";
import type { StepResult } from "./session.ts";

/** Means over batches of different sizes. */
export class Means {
  #totals: Measures = {};
  #count = 0;

  add({ gradientNorm, finite, ...measures }: StepResult, size: number): void {
    for (const [name, value] of Object.entries(measures)) this.#totals[name] = (this.#totals[name] ?? 0) + value * size;
    this.#count += size;
  }

  get values(): Measures {
    return Object.fromEntries(Object.entries(this.#totals).map(([name, total]) => [name, total / this.#count]));
  }
}
