import { batches } from "../../data/batches.ts";
import type { Training } from "../../train/prepare/prepare-training.ts";
import { entropy } from "../signs/entropy.ts";
import { LIMITS } from "./limits.ts";

/**
 * The entropy of the classes within a batch in the order of training, a mean over batches, over that of batches in a random
 * order: small batches have less than the whole set in any order. Of a streamed set the samples that are in memory together
 * make a batch, as these are shuffled.
 */
export function batchEntropy(labels: ArrayLike<number>, training: Training): number {
  return ofBatches(labels.length, training, (all) => meanEntropy(labels, all));
}

/** A measure of batches in the order of training over that of batches in a random order. */
export function ofBatches(
  count: number,
  training: Training,
  measure: (batches: readonly Uint32Array[]) => number,
): number {
  const { batchSize, seed, shuffle, data, chunk, samples } = training;
  const together = data.stream ? Math.ceil(((chunk ?? batchSize) * count) / samples) : batchSize;
  const size = Math.max(1, Math.min(together, count));
  const ordered = [...batches(count, size, { seed, epoch: 1, shuffle: shuffle && data.stream === undefined })];
  const random = [...batches(count, size, { seed, epoch: 2 })];
  const [own, usual] = [ordered, random].map((all) => measure(some(all)));
  return usual === 0 ? 1 : own / usual;
}

/** At most so many of them, evenly spread. */
function some<T>(all: readonly T[]): T[] {
  const step = Math.max(1, Math.ceil(all.length / LIMITS.batches));
  return all.filter((_, i) => i % step === 0);
}

function meanEntropy(labels: ArrayLike<number>, all: readonly Uint32Array[]): number {
  return all.reduce((sum, batch) => sum + entropy(countsIn(labels, batch)), 0) / all.length;
}

function countsIn(labels: ArrayLike<number>, batch: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const i of batch) counts.set(labels[i], (counts.get(labels[i]) ?? 0) + 1);
  return [...counts.values()];
}
