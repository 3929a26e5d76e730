import { batches } from "../../data/batches.ts";
import type { Training } from "../prepare/prepare-training.ts";
import type { TrainingSession } from "../step/session.ts";
import type { EpochOrder } from "./order.ts";

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
