import { refused } from "../../options.ts";

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
}

/** Whether a value is a table, not a list of rows. */
export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && Array.isArray((value as Partial<Table>).columns);
}

/** @throws a usage error for what is no table. */
export function expectTable(value: unknown): asserts value is Table {
  const expected = "a table, as { name, columns: [{ name, cells: [1, 2] }, …] }";
  if (!isTable(value) || typeof value.name !== "string") throw refused("tableDataset: table", expected, value);
  value.columns.forEach((column, i) => {
    if (typeof column?.name !== "string" || !Array.isArray(column.cells))
      throw refused(`tableDataset: table: columns[${i}]`, "{ name, cells: [1, 2] }", column);
    if (column.cells.length !== value.columns[0].cells.length)
      throw refused(
        `tableDataset: table: columns[${i}]: cells`,
        `${value.columns[0].cells.length} cells, as in the first column`,
        column.cells,
      );
    const other = column.cells.findIndex((cell) => cell !== null && !["string", "number"].includes(typeof cell));
    if (other >= 0)
      throw refused(
        `tableDataset: table: columns[${i}]: cells[${other}]`,
        "a text, a number or null",
        column.cells[other],
      );
  });
}
