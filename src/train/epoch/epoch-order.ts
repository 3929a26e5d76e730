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
export function orderOf(session: TrainingSession, training: Training, epoch: number): EpochOrder {
  const { samples, batchSize, seed, shuffle, data } = training;
  if (data.stream !== undefined) return new StreamedOrder(session, training, epoch);
  const all = [...batches(samples, batchSize, { seed, epoch, shuffle })];
  return { length: all.length, take: async (step, most) => all.slice(step, step + most) };
}

class StreamedOrder implements EpochOrder {
  readonly length: number;
  readonly #session: TrainingSession;
  readonly #training: Training;
  readonly #epoch: number;
  #batches: { chunk: number; all: Uint32Array[] } | undefined;

  constructor(session: TrainingSession, training: Training, epoch: number) {
    this.#session = session;
    this.#training = training;
    this.#epoch = epoch;
    this.length = Math.ceil(training.samples / training.batchSize);
  }

  async take(step: number, most: number): Promise<readonly Uint32Array[]> {
    const { batchSize, seed, shuffle, chunkSize } = this.#training;
    const each = Math.ceil(chunkSize / batchSize); // batches of a chunk
    const chunk = Math.floor(step / each);
    const samples = await this.#session.useChunk(chunk);
    if (this.#batches?.chunk !== chunk) {
      const size = Math.min(batchSize, samples);
      const all = [...batches(samples, size, { seed, epoch: this.#epoch, chunk, shuffle })];
      this.#batches = { chunk, all };
    }
    return this.#batches.all.slice(step - chunk * each, step - chunk * each + most);
  }
}
