import { usageError } from "../../../errors.ts";
import { show } from "../../../options/show.ts";
import type { Table } from "../table.ts";
import { csvTableOf, csvTables, readCsv } from "./read-csv.ts";
import { jsonTableOf } from "./read-json.ts";
import { jsonLinesTableOf, jsonLinesTables, readJsonLines } from "./read-json-lines.ts";
import { READ_OPTIONS, type TableReadOptions } from "./read-options.ts";
import type { RecordOptions } from "./record-maker.ts";
import { type TableFile, whole } from "./table-file.ts";
import type { TableFormat } from "./table-format.ts";

const { missing, stream } = READ_OPTIONS;

export const CSV = {
  name: "csv",
  endings: ["csv", "tsv", "tab", "txt", "data"] as const,
  options: READ_OPTIONS,
  read: ({ name, chunks }, options: TableReadOptions, signal) => readCsv(name, chunks(signal), options),
  parse: csvTableOf,
  parts: ({ name, chunks }, options, rows, signal) => csvTables(name, chunks(signal), options, rows),
} satisfies TableFormat<TableReadOptions>;

export const JSON_ROWS = {
  name: "json",
  endings: ["json"],
  options: { missing },
  async read({ name, chunks }: TableFile, options: RecordOptions, signal?: AbortSignal): Promise<Table> {
    return jsonTableOf(name, await whole(name, chunks(signal)), options);
  },
  parse: jsonTableOf,
  async *parts(file: TableFile, options: RecordOptions, _: number, signal?: AbortSignal): AsyncGenerator<Table> {
    yield await JSON_ROWS.read(file, options, signal); // JSON ends where its last bracket closes
  },
} satisfies TableFormat<RecordOptions>;

export const JSON_LINES = {
  name: "jsonLines",
  endings: ["jsonl", "ndjson"],
  options: { missing, stream },
  read: ({ name, chunks }, options, signal) => readJsonLines(name, chunks(signal), options),
  parse: jsonLinesTableOf,
  parts: ({ name, chunks }, options, rows, signal) => jsonLinesTables(name, chunks(signal), options, rows),
} satisfies TableFormat<RecordOptions>;

export const PARQUET = {
  name: "parquet",
  endings: ["parquet"],
  options: { missing, stream },
  async read({ name, parts }, options, signal) {
    const { readParquet } = await import("./read-parquet.ts");
    return readParquet(name, await parts(signal), options);
  },
  async *parts({ name, parts }, options, rows, signal) {
    const { parquetTables } = await import("./read-parquet.ts");
    yield* parquetTables(name, await parts(signal), options, rows);
  },
} satisfies TableFormat<RecordOptions>;

const FORMATS = [CSV, JSON_ROWS, JSON_LINES, PARQUET] as readonly TableFormat[];

/** The format of a file, by its ending. @throws a usage error for an unknown one. */
export function formatOf(path: string): TableFormat {
  const ending = /\.([^./\\]+?)(\.gz)?$/i.exec(path)?.[1].toLowerCase() ?? "";
  const found = FORMATS.find(({ endings }) => endings.includes(ending));
  if (found !== undefined) return found;
  throw usageError({
    where: "table",
    expected: `a file that ends in ${FORMATS.flatMap(({ endings }) => endings.map((each) => `.${each}`)).join(", ")}`,
    received: show(path),
    fix: "Name the source that reads it, as csv({ path: … }).",
  });
}
