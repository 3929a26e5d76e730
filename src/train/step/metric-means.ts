import type { Measures } from "../run/history.ts";
import type { StepResult } from "./step-result.ts";

/** What a mean is made of; plain JSON. */
export interface MetricSums {
  totals: Measures;
  weights: Measures;
}

/** Means over batches of different sizes; a loss that says how much its batch counts is weighted by that. */
export class MetricMeans {
  readonly #totals: Measures;
  readonly #weights: Measures;

  /** `from`: the sums over earlier batches. */
  constructor(from: MetricSums = { totals: {}, weights: {} }) {
    this.#totals = { ...from.totals };
    this.#weights = { ...from.weights };
  }

  add({ gradientNorm, finite, lossWeight, ...measures }: Partial<StepResult>, size: number): void {
    for (const [name, value] of Object.entries(measures as Measures)) {
      const weight = name === "loss" ? (lossWeight ?? size) : size;
      this.#totals[name] = (this.#totals[name] ?? 0) + value * weight;
      this.#weights[name] = (this.#weights[name] ?? 0) + weight;
    }
  }

  get sums(): MetricSums {
    return { totals: this.#totals, weights: this.#weights };
  }

  get values(): Measures {
    return Object.fromEntries(
      Object.entries(this.#totals).map(([name, total]) => [name, total === 0 ? 0 : total / this.#weights[name]]),
    );
  }
}
