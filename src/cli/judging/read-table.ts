import { CSV, formatOf, JSON_LINES, JSON_ROWS, PARQUET } from "../../data/table/read/formats.ts";
import { type TableInput, tableFile, whole } from "../../data/table/read/table-file.ts";
import type { TableFormat } from "../../data/table/read/table-format.ts";
import type { ReadAs } from "../../data/table/read-as.ts";
import type { Table } from "../../data/table/table.ts";
import { runError, usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { resolveOptions } from "../../options.ts";
import type { Spec } from "../../trick.ts";
import type { Host } from "../host.ts";

const FORMATS: Readonly<Record<string, TableFormat>> = {
  csv: CSV,
  json: JSON_ROWS,
  jsonLines: JSON_LINES,
  parquet: PARQUET,
};

/**
 * The table of a source, as it is in its file; undefined for a source of other data.
 * @param read how the table of the model was read, where that was not as usual; what the source says itself goes first.
 * @throws a usage error for a file without a known ending, and whatever reading it throws.
 */
export async function readTable(spec: Spec, host: Host, read: ReadAs = {}): Promise<Table | undefined> {
  const { name, path } = spec;
  if (typeof path !== "string") return undefined;
  const format = name === "table" ? formatOf(path) : FORMATS[name];
  if (format === undefined) return undefined;
  const said = Object.entries(spec).filter(([key, value]) => value !== format.options[key]?.fallback);
  const own = [...Object.entries(read), ...said].filter(
    ([key]) => Object.hasOwn(format.options, key) && key !== "stream",
  );
  const options = resolveOptions(`--data: ${name}`, format.options, Object.fromEntries(own));
  return withRows(await format.read(tableFile(format.name, path), options, host.signal));
}

/**
 * The table on standard input: JSON where it begins with a bracket, a row on each line where these are braces, else CSV. It
 * may be compressed.
 */
export async function readStandardInput(host: Host, read: ReadAs = {}): Promise<Table> {
  const { input } = host;
  if (input === undefined) throw usageError({ where: "--data -", expected: "standard input", received: "none" });
  const bytes = await whole(NAME, tableFile(NAME, input as TableInput).chunks(host.signal));
  const [first] = /[^\s\uFEFF]/.exec(new TextDecoder().decode(bytes.subarray(0, 4096))) ?? [];
  const format: TableFormat = first === "[" ? JSON_ROWS : first === "{" ? JSON_LINES : CSV;
  const own = Object.entries(read).filter(([key]) => Object.hasOwn(format.options, key));
  const options = resolveOptions(NAME, format.options, Object.fromEntries(own));
  return withRows(await format.read(tableFile(NAME, once(bytes) as TableInput), options, host.signal));
}

const NAME = "standard input";

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** @throws a run error for a table without rows. */
function withRows(table: Table): Table {
  if (table.columns.length > 0 && table.columns[0].cells.length > 0) return table;
  throw runError({
    where: table.name,
    expected: "at least one row",
    received: table.columns.length === 0 ? "none" : `a header alone: ${show(table.columns.map(({ name }) => name))}`,
  });
}
