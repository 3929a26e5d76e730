import { runError } from "../../../errors.ts";
import type { Table } from "../table.ts";
import { CsvReader } from "./csv-reader.ts";
import { delimiterOf } from "./find-delimiter.ts";
import type { TableReadOptions } from "./read-options.ts";
import { TableMaker } from "./table-maker.ts";
import { type Chunks, textChunks } from "./text-chunks.ts";
import { textOf } from "./text-of.ts";

/**
 * The table in a text, or in its bytes.
 * @throws a usage error for what is neither, and a run error with line and column for a damaged table.
 */
export function csvTableOf(name: string, given: string | Uint8Array, options: TableReadOptions): Table {
  const text = textOf(name, given);
  const { reader, maker } = begun(name, text, options);
  reader.add(text);
  reader.end();
  return withRows(name, maker);
}

/** The table in a file that comes in pieces. */
export async function readCsv(name: string, chunks: Chunks, options: TableReadOptions): Promise<Table> {
  let begin: ReturnType<typeof begun> | undefined;
  for await (const text of wholeFirstRow(textChunks(name, chunks))) {
    begin ??= begun(name, text, options);
    begin.reader.add(text);
  }
  begin?.reader.end();
  return withRows(name, begin?.maker);
}

/** Characters after which a table may end: short rows would be very many otherwise. */
const PIECE = 2 ** 16;

/** The tables of the rows of a file, at least `rows` each but for the last, as it is read. */
export async function* csvTables(
  name: string,
  chunks: Chunks,
  options: TableReadOptions,
  rows: number,
): AsyncGenerator<Table> {
  let begin: ReturnType<typeof begun> | undefined;
  for await (const text of wholeFirstRow(textChunks(name, chunks))) {
    begin ??= begun(name, text, options);
    for (let at = 0; at < text.length; at += PIECE) {
      begin.reader.add(text.slice(at, at + PIECE));
      if (begin.maker.rows >= rows) yield begin.maker.table();
    }
  }
  begin?.reader.end();
  if (begin !== undefined && begin.maker.rows > 0) yield begin.maker.table();
}

function begun(name: string, start: string, options: TableReadOptions): { reader: CsvReader; maker: TableMaker } {
  const delimiter = delimiterOf(name, start, options.delimiter, options.decimal);
  const maker = new TableMaker(name, { ...options, delimiter });
  return { reader: new CsvReader(name, delimiter, maker.take), maker };
}

const BREAK = /[\r\n]/;

/** The same pieces, of which the first has a whole row: its delimiter is looked for there. */
async function* wholeFirstRow(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let start: string | undefined = "";
  for await (const piece of pieces) {
    if (start === undefined) yield piece;
    else {
      start += piece;
      if (!BREAK.test(piece) || !BREAK.test(start.trimStart())) continue;
      yield start;
      start = undefined;
    }
  }
  if (start !== undefined && start !== "") yield start;
}

function withRows(name: string, maker: TableMaker | undefined): Table {
  if (maker !== undefined && maker.rows > 0) return maker.table();
  throw runError({
    where: name,
    expected: "at least one row of data",
    received: "none",
  });
}
