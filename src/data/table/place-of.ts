import type { Table } from "./table.ts";

/** "penguins: line 12, column island"; rows are counted from 1 where a table has no lines. */
export function placeOf(table: Table, row: number, column: string): string {
  return `${table.name}: ${placeInTable(table, row)}, column ${column.slice(0, 60)}`;
}

/** "line 12" */
export function placeInTable(table: Pick<Table, "lineOf" | "firstRow"> | undefined, row: number): string {
  return table?.lineOf === undefined ? `row ${(table?.firstRow ?? 0) + row + 1}` : `line ${table.lineOf(row)}`;
}
