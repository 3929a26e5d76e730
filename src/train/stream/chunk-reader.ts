import type { SessionParts } from "../step/session-parts.ts";
import { type Chunk, type ChunkPair, chunkPair, readChunks } from "./read-chunks.ts";

/** Reads the chunks of a streamed training set by their numbers: the next one while the last one is trained on. */
export class ChunkReader {
  readonly #parts: SessionParts;
  readonly #size: number;
  readonly #pair: ChunkPair;
  #chunks: AsyncGenerator<Chunk> | undefined;
  /** The number of the chunk that is being read, and the promise of it. */
  #next = 0;
  #coming: Promise<IteratorResult<Chunk>> | undefined;

  constructor(parts: SessionParts, size: number) {
    this.#parts = parts;
    this.#size = size;
    this.#pair = chunkPair(parts, size);
  }

  /**
   * The chunk of a number, until another one is asked for. After the last one comes the first one again; one that lies
   * behind is read from the start.
   */
  async read(number: number): Promise<Chunk> {
    if (this.#chunks === undefined || number < this.#next) await this.#begin();
    for (;;) {
      const { done, value } = await (this.#coming ?? this.#ask());
      if (done) throw new Error(`there is no chunk ${number}`); // readChunks has refused the stream before
      const isIt = this.#next === number;
      this.#next++;
      this.#coming = undefined;
      if (this.#next * this.#size < this.#samples) this.#ask();
      else if (number > 0) await this.#begin(); // the next epoch; a single chunk stays where it is
      if (isIt) return value;
    }
  }

  /** Ends the reading. */
  async close(): Promise<void> {
    await this.#coming?.catch(() => {});
    await this.#chunks?.return(undefined);
    [this.#chunks, this.#coming] = [undefined, undefined];
  }

  get #samples(): number {
    return this.#parts.data.stream?.samples ?? 0;
  }

  async #begin(): Promise<void> {
    await this.close();
    this.#chunks = readChunks(this.#parts, this.#size, this.#pair);
    this.#next = 0;
    this.#ask();
  }

  #ask(): Promise<IteratorResult<Chunk>> {
    const coming = (this.#chunks as AsyncGenerator<Chunk>).next();
    coming.catch(() => {}); // reported to whoever asks for this chunk
    this.#coming = coming;
    return coming;
  }
}
