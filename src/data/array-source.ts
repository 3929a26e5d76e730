import type { Task } from "./task.ts";
import type { ArrayValues, Nested } from "./values-of.ts";

/** Samples in memory: inputs with either class labels or real targets. */
export interface HeldOut {
  /** [n, …features], images [n, height, width, channels]: with a shape, or as lists of lists. */
  inputs: ArrayValues | Nested;
  /** The class of every sample: its number, counted from 0, or its name. */
  labels?: ArrayLike<number> | readonly string[];
  /** Real targets [n, outputs]; [n] means [n, 1]. */
  targets?: ArrayValues | Nested;
  /** How much each sample counts in the loss and in metrics [n], at least 0; all the same by default. */
  weights?: ArrayLike<number>;
}

/** Samples in memory, with names for the classes and the dataset. */
export interface ArraySource extends HeldOut {
  /**
   * The names of the classes, or how many there are; by default as many as the largest label needs. Labels that are names
   * do not need it: classes that are numbers are sorted, words come in the order in which they first appear. For targets of
   * several labels, the names of these.
   */
  classes?: readonly string[] | number;
  /** What there is to learn; by default it follows from labels and targets. Several labels of 0 and 1 are "multilabel". */
  task?: Task;
  /** The name of the dataset, used in error messages (default "arrays"). */
  name?: string;
}

/** Samples, and their name in error messages. */
export interface Source {
  where: string;
  of: HeldOut;
}
