import { emptyLike } from "../../data/empty-like.ts";
import type { SessionParts } from "../step/session-parts.ts";
import { ChunkReader } from "./chunk-reader.ts";

/** The same, with room for a chunk in the place of the training set where that is streamed. */
export function withWindow(parts: SessionParts): SessionParts {
  const { data, chunkSize } = parts;
  if (data.stream === undefined || data.train === undefined || chunkSize === undefined) return parts;
  return { ...parts, data: { ...data, train: emptyLike(data.train, chunkSize) } };
}

/** Brings chunks of a streamed training set to the device, one in the place of another. */
export class DeviceChunks {
  readonly #parts: SessionParts;
  readonly #reader: ChunkReader;
  #used: { number: number; samples: number } | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#reader = new ChunkReader(parts, parts.chunkSize ?? 1);
  }

  /** Puts a chunk where training steps read; gives how many samples it has. */
  async use(number: number): Promise<number> {
    if (this.#used?.number === number) return this.#used.samples;
    const { samples, stored } = await this.#reader.read(number);
    for (const { of, numbers } of stored) await this.#parts.device.write(`data/train/${of}`, numbers);
    this.#used = { number, samples };
    return samples;
  }

  async close(): Promise<void> {
    await this.#reader.close();
  }
}
