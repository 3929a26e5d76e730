import { runError } from "../../errors.ts";

/** A row of the table, and the line of the text that it starts on, counted from 1. */
export interface Row {
  line: number;
  cells: string[];
}

/**
 * The rows of a text, without blank lines. Quoted cells may contain delimiters, line breaks and doubled quotes. Blanks
 * around cells are removed.
 */
export function* readRows(name: string, text: string, delimiter: string): Generator<Row, undefined> {
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const row: Row = { line, cells: [] };
    for (let more = true; more; ) {
      const { value, end, breaks } = readCell(
        text,
        at,
        delimiter,
        () => `${name}: line ${line}, column ${row.cells.length + 1}`,
      );
      row.cells.push(value);
      line += breaks;
      more = text[end] === delimiter;
      at = more ? end + 1 : end;
    }
    at += text.startsWith("\r\n", at) ? 2 : 1;
    line++;
    if (row.cells.length > 1 || row.cells[0] !== "") yield row;
  }
  return undefined;
}

interface Cell {
  value: string;
  /** The index of the delimiter, the line break, or the end of the text. */
  end: number;
  /** How many line breaks are in it. */
  breaks: number;
}

/** The cell that starts at `start`. */
function readCell(text: string, start: number, delimiter: string, where: () => string): Cell {
  const plainEnd = endFrom(text, start, delimiter);
  const plain = text.slice(start, plainEnd).trim();
  if (!plain.startsWith('"')) return { value: plain, end: plainEnd, breaks: 0 };

  const open = text.indexOf('"', start);
  const close = closingQuote(text, open);
  if (close < 0) throw runError({ where: where(), expected: "a closing quote", received: "the end of the text" });
  const end = endFrom(text, close + 1, delimiter);
  const after = text.slice(close + 1, end).trim();
  if (after !== "")
    throw runError({
      where: where(),
      expected: "nothing between the closing quote and the next cell",
      received: after.slice(0, 60),
    });
  const quoted = text.slice(open + 1, close);
  return { value: quoted.replaceAll('""', '"'), end, breaks: quoted.match(/\r\n|\n|\r/g)?.length ?? 0 };
}

/** The end of a cell that is not quoted from `at` on. */
function endFrom(text: string, at: number, delimiter: string): number {
  const stop = delimiter.charCodeAt(0);
  let end = at;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === stop || code === 10 || code === 13) break;
  }
  return end;
}

/** The quote that closes the one at `open`, or −1; two quotes in a row mean one in the cell. */
function closingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  return close;
}
