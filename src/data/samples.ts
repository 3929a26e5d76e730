/** Numbers as they are stored: bytes and integers stay small until the engine reads them. */
export type NumberArray = Uint8Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** Numbers with a shape, row-major. `data.length` is the product of `shape`. */
export interface Values {
  /** The sizes of each dimension; samples first. */
  shape: readonly number[];
  /** Row-major. */
  data: NumberArray;
}

/** n samples with their targets. */
export interface Samples {
  /** [n, …features]; images are [n, height, width, channels]. */
  inputs: Values;
  /** Class numbers [n], or real targets [n, outputs]. */
  targets: Values;
  /** How much each sample counts in the loss and in metrics [n], at least 0; all the same by default. */
  weights?: NumberArray;
}

/** The sets of a dataset. */
export const DATASET_PARTS = ["train", "validation", "test"] as const;
export type DatasetPart = (typeof DATASET_PARTS)[number];
