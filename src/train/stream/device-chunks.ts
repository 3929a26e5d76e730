import { centered } from "../../data/centered.ts";
import { emptyLike } from "../../data/chunks.ts";
import { type Dataset, type NumberArray, sampleCount } from "../../data/dataset.ts";
import type { SessionParts } from "../step/session-parts.ts";
import { storedOf } from "../step/stored-samples.ts";
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
    this.#reader = new ChunkReader(parts.data as Dataset, parts.chunkSize ?? 1);
  }

  /** Puts a chunk where training steps read; gives how many samples it has. */
  async use(number: number): Promise<number> {
    if (this.#used?.number === number) return this.#used.samples;
    const { device, chunkSize = 1 } = this.#parts;
    const chunk = await this.#reader.read(number);
    const samples = sampleCount(chunk);
    const { train = chunk } = centered({ ...this.#parts, data: { train: chunk } }).data;
    for (const { of, numbers } of storedOf(train, this.#parts))
      await device.write(`data/train/${of}`, padded(numbers, (numbers.length / samples) * chunkSize));
    this.#used = { number, samples };
    return samples;
  }

  async close(): Promise<void> {
    await this.#reader.close();
  }
}

/** The last chunk is shorter than those before it. */
function padded(numbers: NumberArray, length: number): NumberArray {
  if (numbers.length === length) return numbers;
  const longer = new (numbers.constructor as new (length: number) => NumberArray)(length);
  longer.set(numbers);
  return longer;
}
