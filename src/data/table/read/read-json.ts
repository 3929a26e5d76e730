import { runError } from "../../../errors.ts";
import { isPlainObject } from "../../../options/plain-object.ts";
import { show } from "../../../options/show.ts";
import type { Table } from "../table.ts";
import { parsedJson } from "./parsed-json.ts";
import { RecordMaker, type RecordOptions } from "./record-maker.ts";
import { textOf } from "./text-of.ts";

const EXPECTED =
  'a list of rows, as [{"width": 1.5, "kind": "a"}], or an object of columns, as {"width": [1.5], "kind": ["a"]}';

/**
 * The table in a JSON text: a list of rows, or an object of columns, each a list or, as pandas writes it, an object by row.
 * @throws a run error that names line and column of what is damaged, or the row and column of what is no cell.
 */
export function jsonTableOf(name: string, given: string | Uint8Array, options: RecordOptions): Table {
  return tableOfJson(name, parsedJson(name, textOf(name, given)), options);
}

export function tableOfJson(name: string, value: unknown, options: RecordOptions): Table {
  const maker = new RecordMaker(name, options);
  if (Array.isArray(value)) for (const [i, row] of value.entries()) maker.add(row, `row ${i + 1}`);
  else if (isPlainObject(value)) addColumns(name, value, maker);
  else throw runError({ where: name, expected: EXPECTED, received: show(value) });
  return maker.table();
}

function addColumns(name: string, columns: Record<string, unknown>, maker: RecordMaker): void {
  let first: { column: string; keys: string[] } | undefined;
  for (const [column, values] of Object.entries(columns)) {
    if (typeof values !== "object" || values === null)
      throw runError({ where: `${name}: ${column.slice(0, 60)}`, expected: EXPECTED, received: show(values) });
    const keys = Object.keys(values);
    first ??= { column, keys };
    if (keys.length !== first.keys.length || keys.some((key, i) => key !== first?.keys[i]))
      throw runError({
        where: `${name}: ${column.slice(0, 60)}`,
        expected: `${first.keys.length} values, for the same rows as ${first.column.slice(0, 60)}`,
        received: keys.length === first.keys.length ? "other rows" : `${keys.length}`,
      });
    maker.addColumn(column, Object.values(values));
  }
}
