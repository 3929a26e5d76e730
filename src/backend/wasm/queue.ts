import type { Program } from "../../graph/program.ts";
import type { Feed, Fetched } from "../backend.ts";
import { FeedLayout } from "../feed-layout.ts";
import type { MemoryAccess } from "./memory.ts";

/** Bytes of feeds or results that lie ready for one call into the engine. */
const QUEUE_BYTES = 1 << 20;
const QUEUE_STEPS = 64;

/** Addresses: what a step reads and writes, and where the feeds and results of all queued steps lie. */
interface Places {
  inputs: number;
  feeds: number;
  outputs: number;
  results: number;
}

/** What a program is fed and gives back, for several steps at once: the host stays out until all are done. */
export class Queue {
  readonly inputs: FeedLayout;
  readonly outputs: FeedLayout;
  /** How many steps it holds. */
  readonly steps: number;
  /** All the memory that it takes. */
  readonly bytes: number;

  constructor({ inputs, outputs }: Program) {
    this.inputs = new FeedLayout(inputs.map(({ attributes, shape }) => ({ ...attributes, shape })));
    this.outputs = new FeedLayout(
      Object.entries(outputs).map(([name, { shape }]) => ({ name, shape, storage: "float" })),
    );
    const fitting = Math.floor(QUEUE_BYTES / Math.max(this.inputs.bytes, this.outputs.bytes, 1));
    this.steps = Math.max(1, Math.min(QUEUE_STEPS, fitting));
    this.bytes = (this.inputs.bytes + this.outputs.bytes) * (this.steps + 1);
  }

  async place(allocate: (bytes: number) => Promise<number>): Promise<Places> {
    return {
      inputs: await allocate(this.inputs.bytes),
      feeds: await allocate(this.inputs.bytes * this.steps),
      outputs: await allocate(this.outputs.bytes),
      results: await allocate(this.outputs.bytes * this.steps),
    };
  }

  /** The results of one step for each feed; `run` takes this many steps. */
  async run(
    feeds: readonly Feed[],
    at: Places,
    access: MemoryAccess,
    run: (steps: number) => Promise<void>,
  ): Promise<Fetched[]> {
    const { inputs, outputs, steps } = this;
    const results: Fetched[] = [];
    for (let i = 0; i < feeds.length; i += steps) {
      const some = feeds.slice(i, i + steps);
      await access.write(at.feeds, some.length * inputs.bytes, (buffer, offset) => {
        some.forEach((feed, step) => {
          inputs.write(buffer, offset + step * inputs.bytes, feed);
        });
      });
      await run(some.length);
      results.push(
        ...(await access.read(at.results, some.length * outputs.bytes, (buffer, offset) =>
          some.map((_, step) => outputs.read(buffer, offset + step * outputs.bytes)),
        )),
      );
    }
    return results;
  }
}
