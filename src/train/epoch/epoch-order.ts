import { batches } from "../../data/batches.ts";
import type { Training } from "../prepare/prepare-training.ts";
import type { TrainingSession } from "../step/session.ts";

/** The batches of an epoch, in its order. */
export interface EpochOrder {
  /** How many there are. */
  readonly length: number;
  /** The sample numbers of some batches from a step on, which can be computed at once: at most `most`. */
  take(step: number, most: number): Promise<readonly Uint32Array[]>;
  /** The number in the training set of what is fed as an index in the batch of a step. */
  sampleAt(step: number): (index: number) => number;
}

/**
 * The order of an epoch: at random (unless samples are not shuffled) over the whole training set or, where it is streamed, over
 * one chunk after another.
 */
export function orderOf(session: TrainingSession, training: Training, epoch: number): EpochOrder {
  const { samples, batchSize, seed, shuffle, data } = training;
  if (data.stream !== undefined) return new StreamedOrder(session, training, epoch);
  const all = [...batches(samples, batchSize, { seed, epoch, shuffle })];
  return {
    length: all.length,
    take: async (step, most) => all.slice(step, step + most),
    sampleAt: () => (index) => index,
  };
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
    const { batchSize, seed, shuffle } = this.#training;
    const chunk = this.#chunkAt(step);
    const samples = await this.#session.useChunk(chunk);
    if (this.#batches?.chunk !== chunk) {
      const size = Math.min(batchSize, samples);
      const all = [...batches(samples, size, { seed, epoch: this.#epoch, chunk, shuffle })];
      this.#batches = { chunk, all };
    }
    const from = step - chunk * this.#batchesInChunk;
    return this.#batches.all.slice(from, from + most);
  }

  sampleAt(step: number): (index: number) => number {
    return (index) => this.#chunkAt(step) * this.#training.chunkSize + index;
  }

  #chunkAt(step: number): number {
    return Math.floor(step / this.#batchesInChunk);
  }

  get #batchesInChunk(): number {
    return Math.ceil(this.#training.chunkSize / this.#training.batchSize);
  }
}
