import { usageError } from "../../../errors.ts";
import type { Dataset } from "../../dataset.ts";
import { placeOf } from "../place-of.ts";
import type { Table } from "../table.ts";
import { tableDataset } from "../table-dataset.ts";
import { TABLE_OPTIONS, type TableOptions } from "../table-options.ts";
import { expectDecodedCell } from "./expect-text.ts";
import type { TableReadOptions } from "./read-options.ts";
import type { TableFile } from "./table-file.ts";
import type { TableFormat } from "./table-format.ts";

/** The dataset in a file. */
export async function readDataset<O extends object>(
  format: TableFormat<O>,
  file: TableFile,
  values: object,
  signal?: AbortSignal,
): Promise<Dataset> {
  if ((values as TableReadOptions).stream) {
    expectStreamable(file, format);
    const parts = (rows: number) => format.parts(file, values as O, rows, signal);
    const { streamedTable } = await import("./streamed-table.ts");
    return streamedTable(file.name, parts, tableOptionsOf(values));
  }
  return decodedDataset(await format.read(file, values as O, signal), values);
}

/** The dataset of a table that was read. */
export function decodedDataset(table: Table, values: object): Dataset {
  return tableDataset(decodedTargets(table, values), tableOptionsOf(values));
}

/** The table; its classes must have been decoded as what they are. */
function decodedTargets(table: Table, { label, target = [] }: TableOptions): Table {
  for (const { name, cells } of table.columns)
    if (name === label || [target].flat().includes(name))
      for (let row = 0; row < cells.length; row++)
        if (typeof cells[row] === "string" && `${cells[row]}`.includes("\uFFFD"))
          expectDecodedCell(placeOf(table, row, name), cells[row]);
  return table;
}

/** Those of the options that say what is made of the columns. */
function tableOptionsOf(values: object): TableOptions {
  return Object.fromEntries(Object.entries(values).filter(([key]) => Object.hasOwn(TABLE_OPTIONS, key)));
}

/** @throws a usage error for what cannot be read in parts, again and again. */
function expectStreamable({ name, again }: TableFile, { name: format, options }: TableFormat): void {
  const expected = "a file that can be read in parts and again in every epoch";
  if (!again)
    throw usageError({
      where: name,
      expected: `${expected}, with stream`,
      received: "a stream that ends",
      fix: "Give its path, its URL or a Blob; or take streamed(), with a function that begins anew.",
    });
  if (!Object.hasOwn(options, "stream"))
    throw usageError({
      where: name,
      expected: `${expected}, with stream`,
      received: `${format}, which is read as a whole`,
    });
}
