import { CSV, formatOf, JSON_LINES, JSON_ROWS, PARQUET } from "../../data/table/read/formats.ts";
import { type TableFile, type TableInput, tableFile } from "../../data/table/read/table-file.ts";
import type { TableFormat } from "../../data/table/read/table-format.ts";
import type { Chunks } from "../../data/table/read/text-chunks.ts";
import type { ReadAs } from "../../data/table/read-as.ts";
import type { Table } from "../../data/table/table.ts";
import { runError, usageError } from "../../errors.ts";
import { joinedBytes } from "../../files/joined-bytes.ts";
import { resolveOptions } from "../../options.ts";
import type { Spec } from "../../trick.ts";
import type { Host } from "../host.ts";

const FORMATS: Readonly<Record<string, TableFormat>> = {
  csv: CSV,
  json: JSON_ROWS,
  jsonLines: JSON_LINES,
  parquet: PARQUET,
};

/** Rows of a file that are read at once, at least. */
const PART = 8192;

/** A table that is not read yet. */
export interface Readable {
  /** All of it. @throws a run error for a table without rows, and whatever reading it throws. */
  whole(): Promise<Table>;
  /** Some rows at a time, as they come in. @throws the same. */
  parts(): AsyncGenerator<Table>;
}

/**
 * The table of a source, as it is in its file; undefined for a source of other data.
 * @param read how the table of the model was read, where that was not as usual; what the source says itself goes first.
 * @throws a usage error for a file without a known ending.
 */
export function tableOfSource(spec: Spec, host: Host, read: ReadAs = {}): Readable | undefined {
  const { name, path } = spec;
  if (typeof path !== "string") return undefined;
  const format = name === "table" ? formatOf(path) : FORMATS[name];
  if (format === undefined) return undefined;
  const said = Object.entries(spec).filter(([key, value]) => value !== format.options[key]?.fallback);
  const file = tableFile(format.name, path);
  return readable(format, file, `--data: ${name}`, { ...read, ...Object.fromEntries(said) }, PART, host);
}

/**
 * The table on standard input: JSON where it begins with a bracket, a row on each line where these are braces, else CSV. It
 * may be compressed. Its rows are there as soon as they come in.
 */
export async function tableOnStandardInput(host: Host, read: ReadAs = {}): Promise<Readable> {
  const { input } = host;
  if (input === undefined) throw usageError({ where: "--data -", expected: "standard input", received: "none" });
  const { first, chunks } = await begun(tableFile(NAME, input as TableInput).chunks(host.signal));
  const format: TableFormat = first === "[" ? JSON_ROWS : first === "{" ? JSON_LINES : CSV;
  return readable(format, tableFile(NAME, chunks as TableInput), NAME, read, 1, host);
}

const NAME = "standard input";
/** Pieces in which something else than blanks is looked for. */
const MOST_BLANK = 16;

function readable(
  format: TableFormat,
  file: TableFile,
  where: string,
  given: object,
  rows: number,
  host: Host,
): Readable {
  const own = Object.entries(given).filter(([key]) => Object.hasOwn(format.options, key) && key !== "stream");
  const options = resolveOptions(where, format.options, Object.fromEntries(own));
  return {
    whole: async () => {
      const table = await format.read(file, options, host.signal);
      if (table.columns.length > 0 && table.columns[0].cells.length > 0) return table;
      throw withoutRows(file);
    },
    async *parts() {
      let isEmpty = true;
      for await (const table of format.parts(file, options, rows, host.signal)) {
        isEmpty = false;
        yield table;
      }
      if (isEmpty) throw withoutRows(file);
    },
  };
}

/** The first character that is no blank, and all pieces. */
async function begun(pieces: Chunks): Promise<{ first: string | undefined; chunks: Chunks }> {
  const iterator = pieces[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let first: string | undefined;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    seen.push(typeof next.value === "string" ? new TextEncoder().encode(next.value) : next.value);
    [first] = /[^\s\uFEFF]/.exec(new TextDecoder().decode(joinedBytes(seen))) ?? [];
    if (first !== undefined || seen.length === MOST_BLANK) break;
  }
  async function* chunks(): Chunks {
    yield* seen;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { first, chunks: chunks() };
}

function withoutRows({ name }: TableFile): Error {
  return runError({ where: name, expected: "at least one row of data", received: "none" });
}
