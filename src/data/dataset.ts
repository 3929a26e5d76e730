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
}

/** A dataset with its training, validation and test sets. A set that was not asked for is absent, never empty. */
export interface Dataset {
  /** With which errors about it begin. */
  name: string;
  /** Samples to train on. */
  train: Samples;
  /** Samples to watch training with. */
  validation?: Samples;
  /** Samples to judge the trained model with. */
  test?: Samples;
  /** The names of the classes in the order of their numbers; absent for real targets. */
  classes?: readonly string[];
}

/** The sets of a dataset. */
export const DATASET_PARTS = ["train", "validation", "test"] as const;
export type DatasetPart = (typeof DATASET_PARTS)[number];

/** The number of samples. */
export function sampleCount(samples: Samples): number {
  return samples.inputs.shape[0];
}

/** The shape of one input, without the batch dimension. */
export function inputShape(samples: Samples): readonly number[] {
  return samples.inputs.shape.slice(1);
}
