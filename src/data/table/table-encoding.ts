import type { ReadAs } from "./read-as.ts";

/** A column of numbers: x, or `fill` where it is missing; then 1 where it is missing, if `flag`. */
export interface NumericColumn {
  /** Its numbers are quantities. */
  readonly kind: "numeric";
  /** Its name in the table. */
  readonly name: string;
  /** The median of the training rows. */
  readonly fill: number;
  /** Whether a column of its own says where a value was missing: if one was, in the training rows. */
  readonly flag: boolean;
}

/**
 * A column of words. Number i means `categories[i]`; the number after the last means a missing value or one that the
 * training rows do not have.
 */
export interface CategoricalColumn {
  /** Its values are names. */
  readonly kind: "categorical";
  /** Its name in the table. */
  readonly name: string;
  /** The values of the training rows, the most frequent first. */
  readonly categories: readonly string[];
  /**
   * "one-hot": a feature for each category, 1 for the one it is. "embedded": one feature, the number, of which the model
   * makes a trained vector.
   */
  readonly as: "one-hot" | "embedded";
  /**
   * Of a one-hot column: whether the number after the last has a feature of its own: if a value was missing in the training
   * rows. Without, all features are 0 then, as no weight could have been trained for it.
   */
  readonly rest: boolean;
}

/** A column that is not used, and why. */
export interface IgnoredColumn {
  /** It becomes no feature. */
  readonly kind: "ignored";
  /** Its name in the table. */
  readonly name: string;
  /** "constant", "an id: a different value in each row", "text", "as asked" … */
  readonly why: string;
}

/** What is made of a column of inputs. */
export type ColumnEncoding = NumericColumn | CategoricalColumn | IgnoredColumn;

/** How the rows of a table become inputs [n, features] and targets: fitted on the training rows alone. Plain JSON. */
export interface TableEncoding {
  /** In the order of the table; the features of the inputs are in this order too. */
  readonly inputs: readonly ColumnEncoding[];
  /** The columns of the targets. */
  readonly targets: readonly string[];
  /** Whether inputs are float64, as float32 is too coarse for the numbers of a column, such as times in seconds. */
  readonly float64?: true;
  /** The column of the weights of samples, where there is one. */
  readonly weights?: string;
  /** How the cells of new rows are read, where that is not as usual: as those of the table. */
  readonly read?: ReadAs;
}
