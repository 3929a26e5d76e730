import type { DatasetPart } from "../samples.ts";
import type { Table } from "./table.ts";
import type { TablePlan } from "./table-plan.ts";

/** A table, how its columns are meant, and which rows are in which set. */
export interface TableRows {
  /** As it was read. */
  readonly table: Table;
  /** What its columns are, found from all rows. */
  readonly plan: TablePlan;
  /** The numbers of the rows of each set, counted from 0. */
  readonly rows: Readonly<Partial<Record<DatasetPart, Uint32Array>>> & { readonly train: Uint32Array };
}

/** The same with what is said of it before training. */
export interface ReadTable extends TableRows {
  /** What was guessed, left out or filled in, in sentences. */
  readonly hints: readonly string[];
}
