import type { ReadAs } from "./read-as.ts";

/** A cell as it was read: text, a number, or nothing. */
export type Cell = string | number | null;

/** A column of a table. */
export interface TableColumn {
  /** Its name: of the header, or "1", "2", … without one. */
  readonly name: string;
  /** A cell for each row; null where a value is missing. */
  readonly cells: readonly Cell[];
}

/** A table as it was read, before anything is made of its columns. */
export interface Table {
  /** With which errors about it begin. */
  readonly name: string;
  /** At least one, with different names and as many cells each. */
  readonly columns: readonly TableColumn[];
  /** The line of the file that a row begins on, counted from 1; where the file has lines. */
  readonly lineOf?: (row: number) => number;
  /** How many rows of the file come before it, where it is a part. 0 by default. */
  readonly firstRow?: number;
  /** How its cells were read, where that was not as usual. */
  readonly read?: ReadAs;
}

/** Whether a value is a table, not a list of rows. */
export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && Array.isArray((value as Partial<Table>).columns);
}
