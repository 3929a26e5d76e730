import type { Table } from "./table.ts";

/** "penguins: line 12, column island"; rows are counted from 1 where a table has no lines. */
export function placeOf({ name, lineOf, firstRow = 0 }: Table, row: number, column: string): string {
  return `${name}: ${lineOf === undefined ? `row ${firstRow + row + 1}` : `line ${lineOf(row)}`}, column ${column.slice(0, 60)}`;
}
