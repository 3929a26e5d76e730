import type { ArrayValues, Nested } from "./values-of.ts";

/** Samples in memory: inputs with either class labels or real targets. */
export interface HeldOut {
  /** [n, …features], images [n, height, width, channels]: with a shape, or as lists of lists. */
  inputs: ArrayValues | Nested;
  /** The class number of every sample, counted from 0, or the name of its class. */
  labels?: ArrayLike<number> | readonly string[];
  /** Real targets [n, outputs]; [n] is read as [n, 1]. */
  targets?: ArrayValues | Nested;
}

/** Samples in memory, and what their classes and the dataset are called. */
export interface ArraySource extends HeldOut {
  /**
   * The names of the classes, or how many there are; by default as many as the largest label needs. Labels that are names
   * need none: their classes are numbers in their order, or words by first appearance.
   */
  classes?: readonly string[] | number;
  /** The name of the dataset, with which errors begin (default "arrays"). */
  name?: string;
}

/** Samples and the name that errors about them begin with. */
export interface Source {
  where: string;
  of: HeldOut;
}
