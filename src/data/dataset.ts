import type { TableEncoding } from "./table/table-encoding.ts";
import type { TableRows } from "./table/table-rows.ts";
import type { Task } from "./task.ts";

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
  /** What there is to learn; by default it follows from the targets (`taskOf`). */
  task?: Task;
  /** The columns of the table that it was made from, with what was fitted on the training rows; saved with the model. */
  columns?: TableEncoding;
  /** The table itself and the rows of each set, from which other splits are fitted again. */
  table?: TableRows;
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
