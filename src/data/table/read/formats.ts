import { usageError } from "../../../errors.ts";
import { show } from "../../../options/show.ts";
import type { Table } from "../table.ts";
import { READ_OPTIONS, type TableReadOptions } from "./read-options.ts";
import type { RecordOptions } from "./record-maker.ts";
import { type TableFile, whole } from "./table-file.ts";
import type { TableFormat } from "./table-format.ts";

const { missing, stream } = READ_OPTIONS;

export const CSV = {
  name: "csv",
  endings: ["csv", "tsv", "tab", "txt", "data"] as const,
  options: READ_OPTIONS,
  async read({ name, chunks }, options: TableReadOptions, signal) {
    const { readCsv } = await import("./read-csv.ts");
    return readCsv(name, chunks(signal), options);
  },
  async *parts({ name, chunks }, options, rows, signal) {
    const { csvTables } = await import("./read-csv.ts");
    yield* csvTables(name, chunks(signal), options, rows);
  },
} satisfies TableFormat<TableReadOptions>;

export const JSON_ROWS = {
  name: "json",
  endings: ["json"],
  options: { missing },
  async read({ name, chunks }: TableFile, options: RecordOptions, signal?: AbortSignal): Promise<Table> {
    const { jsonTableOf } = await import("./read-json.ts");
    return jsonTableOf(name, await whole(name, chunks(signal)), options);
  },
  async *parts(file: TableFile, options: RecordOptions, _: number, signal?: AbortSignal): AsyncGenerator<Table> {
    yield await JSON_ROWS.read(file, options, signal); // JSON ends where its last bracket closes
  },
} satisfies TableFormat<RecordOptions>;

export const JSON_LINES = {
  name: "jsonLines",
  endings: ["jsonl", "ndjson"],
  options: { missing, stream },
  async read({ name, chunks }, options, signal) {
    const { readJsonLines } = await import("./read-json-lines.ts");
    return readJsonLines(name, chunks(signal), options);
  },
  async *parts({ name, chunks }, options, rows, signal) {
    const { jsonLinesTables } = await import("./read-json-lines.ts");
    yield* jsonLinesTables(name, chunks(signal), options, rows);
  },
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
