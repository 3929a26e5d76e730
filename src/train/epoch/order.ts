/** The batches of an epoch, in its order. */
export interface EpochOrder {
  /** How many there are. */
  readonly length: number;
  /** The sample numbers of some batches from a step on, which can be computed at once: at most `most`. */
  take(step: number, most: number): Promise<readonly Uint32Array[]>;
}
