import type { Measures } from "../run/history.ts";
import { MetricMeans, type MetricSums } from "../step/metric-means.ts";
import type { StepResult } from "../step/step-result.ts";

/** Steps in a row that were not taken, after which the run has diverged. */
const DIVERGED_AFTER = 10;

/** How far a training run has come. A plain value: each step makes a new one. */
export interface Place {
  /** The epoch under way, counted from 1. */
  readonly epoch: number;
  /** Steps of it that were done. */
  readonly step: number;
  /** Steps that were done in all. */
  readonly steps: number;
  /** Of these, steps that changed nothing: their loss, gradient or update was not finite. */
  readonly skipped: number;
  /** How many of the last steps were skipped in a row. */
  readonly inARow: number;
  /** What the last of them reported. */
  readonly refused?: Pick<StepResult, "loss" | "gradientNorm">;
  /** What the means over the epoch so far are made of. */
  readonly sums: MetricSums;
}

/** Where every run begins. */
export const START: Place = { epoch: 1, step: 0, steps: 0, skipped: 0, inARow: 0, sums: { totals: {}, weights: {} } };

/** Steps that were taken in all. */
export function takenAt({ steps, skipped }: Place): number {
  return steps - skipped;
}

/** The place after one more step, on a batch of `size` samples. */
export function afterStep(place: Place, result: StepResult, size: number): Place {
  const { epoch, step, steps, skipped, inARow, sums } = place;
  const done = { epoch, step: step + 1, steps: steps + 1 };
  if (result.finite === 0) return { ...done, skipped: skipped + 1, inARow: inARow + 1, refused: result, sums };
  const means = new MetricMeans(sums);
  means.add(result, size);
  return { ...done, skipped, inARow: 0, sums: means.sums };
}

/** The start of the next epoch. */
export function afterEpoch(place: Place): Place {
  return { ...place, epoch: place.epoch + 1, step: 0, sums: START.sums };
}

export function hasDiverged({ inARow }: Place): boolean {
  return inARow >= DIVERGED_AFTER;
}

/** Means over the epoch so far. Of an epoch without a step that was taken the loss is not a number. */
export function meansAt({ sums, step }: Place): Measures {
  const means = new MetricMeans(sums).values;
  return step > 0 && means.loss === undefined ? { loss: Number.NaN, ...means } : means;
}
