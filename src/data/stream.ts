import type { Samples } from "./samples.ts";

/** A training set that is read again in every epoch, because it may be larger than memory. */
export interface Stream {
  /** How many samples an epoch has. */
  readonly samples: number;
  /** Megabytes of samples that are in memory at once, among which they are shuffled. */
  readonly memory: number;
  /** All samples, some at a time, in the order of their source: the same ones every time. A block may be overwritten when the next one is asked for. */
  read(): AsyncIterable<Samples>;
}
