import type { Predicted } from "../predicted.ts";

/** Σ wᵢ·xᵢ / Σ wᵢ over the samples; NaN where no sample counts. */
export function weightedMean({ count, weights }: Predicted, numberOf: (sample: number) => number): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < count; i++) {
    const weight = weights?.[i] ?? 1;
    if (weight === 0) continue; // whatever its value is
    sum += weight * numberOf(i);
    total += weight;
  }
  return sum / total;
}
