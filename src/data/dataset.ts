/** Numbers as they are kept in memory: bytes and integers stay small until the engine reads them. */
export type NumberArray = Uint8Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** Numbers with a shape, row-major. `data.length` is the product of `shape`. */
export interface Values {
  shape: readonly number[];
  data: NumberArray;
}

/** n samples and what should be said of them. */
export interface Samples {
  /** [n, …features]; images are [n, height, width, channels]. */
  inputs: Values;
  /** Class numbers [n], or real targets [n, outputs]. */
  targets: Values;
}

/** The parts of a dataset. A part that was not asked for is absent, never empty. */
export interface Dataset {
  name: string;
  train: Samples;
  validation?: Samples;
  test?: Samples;
  /** The names of the classes in the order of their numbers; absent for real targets. */
  classes?: readonly string[];
}

export const DATASET_PARTS = ["train", "validation", "test"] as const;
export type DatasetPart = (typeof DATASET_PARTS)[number];

/** How many samples a part holds. */
export function sampleCount(samples: Samples): number {
  return samples.inputs.shape[0];
}

/** The shape of one input, without the batch dimension. */
export function inputShape(samples: Samples): readonly number[] {
  return samples.inputs.shape.slice(1);
}
