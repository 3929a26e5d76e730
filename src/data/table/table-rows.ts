import type { DatasetPart } from "../dataset.ts";
import type { Table } from "./table.ts";

/** A table, how its columns are meant, and which rows are in which set. */
export interface TableRows {
  readonly table: Table;
  readonly rows: Readonly<Partial<Record<DatasetPart, Uint32Array>>>;
}
