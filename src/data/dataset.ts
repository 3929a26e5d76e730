import type { Layout } from "./layout.ts";
import type { Samples } from "./samples.ts";
import type { Stream } from "./stream.ts";
import type { TableEncoding } from "./table/table-encoding.ts";
import type { ReadTable } from "./table/table-rows.ts";
import type { Task } from "./task.ts";

export { DATASET_PARTS, type DatasetPart, type NumberArray, type Samples, type Values } from "./samples.ts";

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
  /** Where the training set is read again in every epoch; `train` are some samples of it then, drawn at random. */
  stream?: Stream;
  /** What lies where in inputs and targets that are several by name; saved with the model. */
  layout?: Layout;
  /** The table itself and the rows of each set, from which other splits are fitted again. */
  table?: ReadTable;
}

/** The number of samples. */
export function sampleCount(samples: Samples): number {
  return samples.inputs.shape[0];
}

/** The shape of one input, without the batch dimension. */
export function inputShape(samples: Samples): readonly number[] {
  return samples.inputs.shape.slice(1);
}
