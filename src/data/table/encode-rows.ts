import { usageError } from "../../errors.ts";
import type { Values } from "../dataset.ts";
import { listed } from "./chosen-columns.ts";
import { encodeTable } from "./encode-table.ts";
import { featureCount } from "./features-of.ts";
import { isTable, type Table } from "./table.ts";
import type { TableEncoding } from "./table-encoding.ts";
import { type Row, tableOfRows } from "./table-of-rows.ts";

/**
 * Rows as inputs [rows, features], by the encoding of the table that a model was trained with.
 * @param rows a list of objects with the columns by name, or a table.
 * @throws a usage error for what is no row, for rows that have none of the columns, and for a cell that is not a number
 * where the column has numbers.
 */
export function encodeRows(encoding: TableEncoding, rows: readonly Row[] | Table, where = "encodeRows"): Values {
  const table = isTable(rows) ? rows : tableOfRows(where, rows, encoding.read);
  const count = isTable(rows) ? (rows.columns[0]?.cells.length ?? 0) : rows.length;
  const used = encoding.inputs.filter(({ kind }) => kind !== "ignored").map(({ name }) => name);
  const names = table.columns.map(({ name }) => name);
  if (count > 0 && !used.some((name) => names.includes(name)))
    throw usageError({
      where: table.name,
      expected: `columns that the model was trained with: ${listed(used)}`,
      received: names.length === 0 ? "none" : listed(names),
    });
  const data =
    count === 0 ? new Float64Array(0) : encodeTable(encoding, table, undefined, isTable(rows) ? undefined : usageError);
  const shape = [count, featureCount(encoding)];
  return { shape, data: encoding.float64 ? data : Float32Array.from(data) }; // rounded as in training
}
