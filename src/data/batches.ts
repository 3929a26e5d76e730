import { usageError } from "../errors.ts";
import { RandomStream } from "../random.ts";

export interface BatchOptions {
  /** Seed of the order (default 1). */
  seed?: number;
  /** The epoch, which has an order of its own (default 0). */
  epoch?: number;
  /** The part of the epoch, where it is read in parts: each has an order of its own (default 0). */
  chunk?: number;
  /** Whether samples are shuffled (default true). */
  shuffle?: boolean;
}

/**
 * The sample indices of every batch of one epoch: each of the `count` samples exactly once. The last batch is smaller if
 * `batchSize` does not divide `count`; it is never dropped. Batches are views of one array, not copies. The order is a
 * pure function of (seed, epoch), so a run can be resumed at any epoch.
 * @throws at once, a usage error for sizes that make no batch.
 */
export function batches(count: number, batchSize: number, options: BatchOptions = {}): Generator<Uint32Array> {
  checkBatchSize(count, batchSize);
  const { seed = 1, epoch = 0, chunk = 0, shuffle = true } = options;
  const order = shuffle
    ? new RandomStream(seed, chunk === 0 ? "shuffle" : `shuffle/${chunk}`, epoch).permutation(count)
    : Uint32Array.from({ length: count }, (_, i) => i);
  return slices(order, batchSize);
}

function* slices(order: Uint32Array, size: number): Generator<Uint32Array> {
  for (let start = 0; start < order.length; start += size) yield order.subarray(start, start + size);
}

function checkBatchSize(count: number, batchSize: number): void {
  if (!(Number.isSafeInteger(count) && count >= 1))
    throw usageError({ where: "batches", expected: "at least one sample", received: `${count}` });
  if (!(Number.isSafeInteger(batchSize) && batchSize >= 1))
    throw usageError({ where: "batchSize", expected: "a whole number of at least 1", received: `${batchSize}` });
  if (batchSize > count)
    throw usageError({
      where: "batchSize",
      expected: `at most ${count}, the number of samples`,
      received: `${batchSize}`,
      fix: `Use a batchSize of at most ${count}, or more samples.`,
    });
}
