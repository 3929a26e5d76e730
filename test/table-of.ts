import type { Cell, Table } from "../src/data/table/table.ts";

/** A table of some columns, whose rows begin on the second line. */
export function tableOf(columns: Readonly<Record<string, readonly Cell[]>>, name = "table"): Table {
  return {
    name,
    columns: Object.entries(columns).map(([name, cells]) => ({ name, cells })),
    lineOf: (row) => row + 2,
  };
}

/** Cells for rows 0 to count − 1. */
export function cellsOf(count: number, cell: (row: number) => Cell): Cell[] {
  return Array.from({ length: count }, (_, row) => cell(row));
}
