import type { DatasetPart } from "../samples.ts";
import type { Table } from "./table.ts";
import type { TablePlan } from "./table-plan.ts";

/** A table, how its columns are meant, and which rows are in which set. */
export interface TableRows {
  readonly table: Table;
  readonly plan: TablePlan;
  readonly rows: Readonly<Partial<Record<DatasetPart, Uint32Array>>> & { readonly train: Uint32Array };
}
