import { batches } from "../../data/batches.ts";
import type { Training } from "../prepare/prepare-training.ts";
import type { TrainingSession } from "../step/session.ts";

/** The batches of an epoch, in its order. */
export interface EpochOrder {
  /** How many there are. */
  readonly length: number;
  /** The sample numbers of some batches from a step on, which can be computed at once: at most `most`. */
  take(step: number, most: number): Promise<readonly Uint32Array[]>;
}

/**
 * The order of an epoch: at random (unless samples are not shuffled) over the whole training set or, where it is streamed, over
 * one chunk after another.
 */
export async function orderOf(session: TrainingSession, training: Training, epoch: number): Promise<EpochOrder> {
  const { samples, batchSize, seed, shuffle, data } = training;
  if (data.stream) return new (await import("../stream/streamed-order.ts")).StreamedOrder(session, training, epoch);
  const all = [...batches(samples, batchSize, { seed, epoch, shuffle })];
  return { length: all.length, take: async (step, most) => all.slice(step, step + most) };
}
