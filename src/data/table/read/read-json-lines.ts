import type { Table } from "../table.ts";
import { parsedJson } from "./parsed-json.ts";
import { RecordMaker, type RecordOptions } from "./record-maker.ts";
import { type Chunks, textChunks } from "./text-chunks.ts";
import { textOf } from "./text-of.ts";

/** The table in a text of JSON Lines: an object on each line. @throws a run error that names the line. */
export function jsonLinesTableOf(name: string, given: string | Uint8Array, options: RecordOptions): Table {
  const maker = new RecordMaker(name, options);
  const lines = textOf(name, given).split(/\r\n?|\n/);
  for (const [i, text] of lines.entries()) addLine(name, maker, text, i + 1);
  return maker.table();
}

/** The table in a file of JSON Lines that comes in pieces. */
export async function readJsonLines(name: string, chunks: Chunks, options: RecordOptions): Promise<Table> {
  const maker = new RecordMaker(name, options);
  for await (const { text, line } of linesOf(name, chunks)) addLine(name, maker, text, line);
  return maker.table();
}

/** The tables of the lines of a file, at least `rows` each but for the last, as it is read. */
export async function* jsonLinesTables(
  name: string,
  chunks: Chunks,
  options: RecordOptions,
  rows: number,
): AsyncGenerator<Table> {
  let maker = new RecordMaker(name, options);
  for await (const { text, line, isLast } of linesOf(name, chunks)) {
    addLine(name, maker, text, line);
    if (!isLast || maker.rows < rows) continue;
    yield maker.table();
    maker = new RecordMaker(name, options);
  }
  if (maker.rows > 0) yield maker.table();
}

function addLine(name: string, maker: RecordMaker, text: string, line: number): void {
  if (text.trim() !== "") maker.add(parsedJson(name, text, line), `line ${line}`, line);
}

/** The lines of a file, and whether each is the last one of a piece that was read. */
async function* linesOf(name: string, chunks: Chunks): AsyncGenerator<{ text: string; line: number; isLast: boolean }> {
  let rest = "";
  let line = 1;
  for await (const text of textChunks(name, chunks)) {
    const lines = (rest + text).split("\n"); // CR is white space to JSON
    rest = lines.pop() ?? "";
    for (const [i, each] of lines.entries()) yield { text: each, line: line++, isLast: i === lines.length - 1 };
  }
  yield { text: rest, line, isLast: true };
}
