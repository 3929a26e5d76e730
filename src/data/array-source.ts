import type { Task } from "./task.ts";
import type { ArrayValues, Nested } from "./values-of.ts";

/** Something for each of several inputs or targets, by their names. */
export type Named<T> = Readonly<Record<string, T>>;

/** The class of every sample: its number, counted from 0, or its name. */
export type Labels = ArrayLike<number> | readonly string[];

/** Samples in memory: inputs with either class labels or real targets, or with several of both by name. */
export interface HeldOut {
  /**
   * [n, …features], images [n, height, width, channels]: with a shape, or as lists of lists. Several inputs by name,
   * { image, meta }, are packed into one row, [n, numbers of all].
   */
  inputs: ArrayValues | Nested | Named<ArrayValues | Nested | ArrayLike<number>>;
  /** The class of every sample: its number, counted from 0, or its name. Several by name, for a model of several outputs. */
  labels?: Labels | Named<Labels>;
  /** Real targets [n, outputs]; [n] means [n, 1]. Several by name, also beside labels by name. */
  targets?: ArrayValues | Nested | Named<ArrayValues | Nested | ArrayLike<number>>;
  /** How much each sample counts in the loss and in metrics [n], at least 0; all the same by default. */
  weights?: ArrayLike<number>;
}

/** The names of classes, or how many there are. */
export type Classes = readonly string[] | number;

/** Samples in memory, with names for the classes and the dataset. */
export interface ArraySource extends HeldOut {
  /**
   * The names of the classes, or how many there are; by default as many as the largest label needs. Labels that are names
   * do not need it: classes that are numbers are sorted, words come in the order in which they first appear. Of labels by
   * name they are by name too. For targets of several labels, the names of these.
   */
  classes?: Classes | Named<Classes>;
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
