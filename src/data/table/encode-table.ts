import { type ErrorFacts, type EvenkeelError, runError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { show } from "../../options/show.ts";
import { numberIn } from "./column-facts.ts";
import { encodeCells } from "./encode-cells.ts";
import { placeOf } from "./place-of.ts";
import type { Cell, Table } from "./table.ts";
import type { TableEncoding } from "./table-encoding.ts";

/**
 * The features [rows, features] of some rows of a table, or of all, row-major, by an encoding. A column that the table does
 * not have is missing in every row.
 * @throws an error of the given kind for a cell of a column of quantities that is not a number.
 */
export function encodeTable(
  encoding: TableEncoding,
  table: Table,
  rows: Uint32Array | undefined,
  error: (facts: ErrorFacts) => EvenkeelError = runError,
): Float64Array {
  const cells = new Map(table.columns.map((column) => [column.name, column.cells]));
  const rowAt = (i: number) => rows?.[i] ?? i;
  const cellAt = (name: string, i: number): Cell => cells.get(name)?.[rowAt(i)] ?? null;
  return encodeCells(
    encoding,
    rows?.length ?? table.columns[0].cells.length,
    ({ name }) => {
      const own = cells.get(name);
      if (own === undefined) return () => null;
      return rows === undefined ? (i) => own[i] : (i) => own[rows[i]];
    },
    (i, { name }) => {
      const cell = cellAt(name, i);
      const large = numberIn(cell) !== undefined;
      throw error({
        where: placeOf(table, rowAt(i), name),
        expected: large ? "a number up to 3.4e38, the limit of float32" : "a number",
        received: show(cell),
        ...defined({ fix: large ? "Use another unit for the column." : undefined }),
      });
    },
  );
}
