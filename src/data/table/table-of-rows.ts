import { usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { refused } from "../../options.ts";
import { withPoint } from "./decimal-comma.ts";
import { placeOf } from "./place-of.ts";
import { missingTexts } from "./read/missing.ts";
import type { ReadAs } from "./read-as.ts";
import type { Cell, Table } from "./table.ts";

/** The cells of one row by the names of their columns: numbers, text, true or false; null or nothing where one is missing. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * The table of rows that are objects. Text is read as that of a file: without blanks around it, and missing where it is
 * empty, NA or the like.
 * @param read how, where that is not as usual.
 * @throws a usage error for what is no list of objects, and for a cell that is neither a number nor text.
 */
export function tableOfRows(name: string, given: unknown, read: ReadAs = {}): Table {
  if (!Array.isArray(given))
    throw refused(name, 'a list of rows, each an object such as { age: 42, city: "Bern" }', given);
  const rows: unknown[] = Array.from(given); // what is not there is undefined
  rows.forEach((row, i) => {
    if (typeof row !== "object" || row === null || Array.isArray(row) || ArrayBuffer.isView(row))
      throw usageError({
        where: `${name}: row ${i + 1}`,
        expected: "an object with the columns by name",
        received: show(row),
        fix: 'Give the columns by their names: { age: 42, city: "Bern" }. Encoded features go to predict().',
      });
  });
  const names = [...new Set((rows as Row[]).flatMap((row) => Object.keys(row)))];
  if (names.length === 0 && rows.length > 0)
    throw usageError({ where: name, expected: "rows with the columns by name", received: "rows without any" });
  const shell: Table = { name, columns: [] };
  const texts = missingTexts(read.missing);
  const isMissing = (cell: Cell) => cell !== null && texts(`${cell}`);
  const cellAt = (row: Row, i: number, column: string): Cell => {
    const cell = cellOf(shell, i, column, Object.hasOwn(row, column) ? row[column] : null);
    if (isMissing(cell)) return null;
    return (read.decimal === "," && typeof cell === "string" && withPoint(cell)) || cell;
  };
  return {
    name,
    columns: names.map((column) => ({
      name: column,
      cells: (rows as Row[]).map((row, i) => cellAt(row, i, column)),
    })),
  };
}

function cellOf(table: Table, row: number, column: string, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return value;
  if (typeof value === "string") return value.trim();
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  throw usageError({
    where: placeOf(table, row, column),
    expected: "a number or text, or null where it is missing",
    received: show(value),
  });
}
