import { chunksOf } from "../../data/chunks.ts";
import type { Dataset, Samples } from "../../data/dataset.ts";

/** Reads the chunks of a streamed training set by their numbers: the next one while the last one is trained on. */
export class ChunkReader {
  readonly #data: Dataset;
  readonly #size: number;
  #chunks: AsyncGenerator<Samples> | undefined;
  /** The number of the chunk that is being read, and the promise of it. */
  #next = 0;
  #coming: Promise<IteratorResult<Samples>> | undefined;

  constructor(data: Dataset, size: number) {
    this.#data = data;
    this.#size = size;
  }

  /** The chunk of a number. After the last one comes the first one again; one that lies behind is read from the start. */
  async read(number: number): Promise<Samples> {
    if (this.#chunks === undefined || number < this.#next) await this.#begin();
    for (;;) {
      const { done, value } = await (this.#coming ?? this.#ask());
      if (done) throw new Error(`there is no chunk ${number}`); // chunksOf has refused the stream before
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
    return this.#data.stream?.samples ?? 0;
  }

  async #begin(): Promise<void> {
    await this.close();
    const { name, stream, train } = this.#data;
    if (stream === undefined) throw new Error("these data are not streamed");
    this.#chunks = chunksOf(name, stream, this.#size, train);
    this.#next = 0;
    this.#ask();
  }

  #ask(): Promise<IteratorResult<Samples>> {
    const coming = (this.#chunks as AsyncGenerator<Samples>).next();
    coming.catch(() => {}); // reported to whoever asks for this chunk
    this.#coming = coming;
    return coming;
  }
}
