import { batches } from "../../data/batches.ts";
import type { EpochOrder } from "../epoch/epoch-order.ts";
import type { Training } from "../prepare/prepare-training.ts";
import type { TrainingSession } from "../step/session.ts";

/** The batches of an epoch over a streamed training set: one chunk after another, at random within each. */
export class StreamedOrder implements EpochOrder {
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
