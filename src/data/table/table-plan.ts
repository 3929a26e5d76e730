import type { NumberArray, Values } from "../samples.ts";
import type { Task } from "../task.ts";
import type { ColumnFacts } from "./column-facts.ts";
import type { IgnoredColumn } from "./table-encoding.ts";

/** A column of inputs as it was found in the whole table. */
export type PlannedColumn = ({ readonly kind: "numeric" | "categorical"; readonly name: string } | IgnoredColumn) & {
  readonly facts: ColumnFacts;
};

/** What there is to learn from a table. */
export interface PlannedTargets {
  /** The names of their columns. */
  readonly columns: readonly string[];
  /** Given, or found from the columns. */
  readonly task: Task;
  /** Class numbers [rows] or real targets [rows, columns], of all rows. */
  readonly values: Values;
  /** The names of the classes in the order of their numbers. */
  readonly classes?: readonly string[];
  /** What was guessed, in a sentence. */
  readonly hints: readonly string[];
}

/** How the columns of a table are meant: found from all of its rows, before an encoding is fitted to some of them. */
export interface TablePlan {
  /** All columns but those of the targets, in their order. */
  readonly inputs: readonly PlannedColumn[];
  /** What there is to learn. */
  readonly targets: PlannedTargets;
  /** How much each row counts, and the column that says so. */
  readonly weights?: { readonly column: string; readonly values: NumberArray };
  /** Rows of one number stay together. */
  readonly groups?: Uint32Array;
  /** Rows with larger numbers come later. */
  readonly order?: Float64Array;
}
