import { parse } from "csv-parse/browser/esm/sync";
import { runError } from "../../../errors.ts";

/** Gets the cells of a row, without blanks around them, and the line that the row begins on, counted from 1. */
export type TakeRow = (cells: string[], line: number) => void;

/** Characters that are cut into rows at once. */
const BLOCK = 2 ** 22;
/** A longer row is refused: it is a quote that was never closed. */
const LONGEST_ROW = 2 ** 28;

/**
 * Cuts the text of a table into rows, as it comes in. Blank lines are left out. Text without quotes is cut at its
 * delimiters, which takes a tenth of the time; what has quotes is read by csv-parse. A row that is not whole waits for more.
 */
export class CsvReader {
  readonly #name: string;
  readonly #delimiter: string;
  readonly #take: TakeRow;
  #rest = "";
  /** The line that the rest begins on. */
  #line = 1;
  /** The length of text that is worth another try: it doubles, so that a long row is not read again with every piece. */
  #wanted = 0;

  constructor(name: string, delimiter: string, take: TakeRow) {
    this.#name = name;
    this.#delimiter = delimiter;
    this.#take = take;
  }

  add(text: string): void {
    for (let at = 0; at < text.length; at += BLOCK) {
      this.#rest += text.slice(at, at + BLOCK);
      if (this.#rest.length < this.#wanted) continue;
      const end = this.#readTo(wholeLines(this.#rest), false);
      this.#rest = this.#rest.slice(end);
      this.#wanted = end === 0 ? 2 * this.#rest.length : 0;
      if (this.#rest.length > LONGEST_ROW)
        throw runError({
          where: `${this.#name}: line ${this.#line}`,
          expected: `a row of at most ${LONGEST_ROW} characters`,
          received: "a longer one",
          fix: "Look for a quote that is not closed.",
        });
    }
  }

  end(): void {
    this.#readTo(this.#rest.length, true);
    this.#rest = "";
  }

  /** Reads the rest up to `end`, where a line ends; returns the end of the last whole row. */
  #readTo(end: number, isLast: boolean): number {
    const text = this.#rest.slice(0, end);
    return text.includes('"') ? this.#readQuoted(text, isLast) : this.#readPlain(text);
  }

  #readPlain(text: string): number {
    const breaks = /\r\n?|\n/g;
    for (let at = 0; at < text.length; this.#line++) {
      const end = breaks.exec(text)?.index ?? text.length;
      const cells = text.slice(at, end).split(this.#delimiter);
      for (let i = 0; i < cells.length; i++) cells[i] = cells[i].trim();
      if (cells.length > 1 || cells[0] !== "") this.#take(cells, this.#line);
      at = end === text.length ? end : breaks.lastIndex;
    }
    return text.length;
  }

  #readQuoted(text: string, isLast: boolean): number {
    const bytes = new TextEncoder().encode(text);
    const lines = new LineCounter(bytes, this.#delimiter, this.#line);
    let end = 0; // of the last whole row
    try {
      parse(bytes as Buffer, {
        delimiter: this.#delimiter,
        record_delimiter: ["\r\n", "\n", "\r"],
        trim: true,
        relax_quotes: true, // within a cell that does not begin with one
        relax_column_count: true,
        skip_empty_lines: true,
        on_record: (cells: string[], { bytes: at }) => {
          this.#take(cells, lines.ofRowAfter(end));
          end = at;
          return null;
        },
      });
    } catch (error) {
      const { code, bytes: at = end, column = 0 } = error as { code?: string; bytes?: number; column?: number };
      if (code === "CSV_QUOTE_NOT_CLOSED" && !isLast) {
        this.#line = lines.at(end);
        return new TextDecoder().decode(bytes.subarray(0, end)).length;
      }
      const expected = EXPECTED[code ?? ""];
      if (expected === undefined) throw error;
      const quote = bytes.indexOf(QUOTE, Math.max(at, end));
      throw runError({
        where: `${this.#name}: line ${lines.at(quote)}, column ${column + 1}`,
        expected,
        received: code === "CSV_QUOTE_NOT_CLOSED" ? "the end of the text" : afterQuote(bytes, quote),
        fix: "Write a quote within a quoted cell twice.",
        cause: error,
      });
    }
    this.#line = lines.at(bytes.length);
    return text.length;
  }
}

const QUOTE = 34;
const EXPECTED: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a closing quote",
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: "nothing between the closing quote and the next cell",
};

/** What follows the quote that closes the one at `open`. */
function afterQuote(bytes: Uint8Array, open: number): string {
  let close = bytes.indexOf(QUOTE, open + 1);
  while (close >= 0 && bytes[close + 1] === QUOTE) close = bytes.indexOf(QUOTE, close + 2);
  const text = new TextDecoder().decode(bytes.subarray(close + 1, close + 200));
  return text
    .trim()
    .split(/[\r\n]/, 1)[0]
    .slice(0, 60);
}

/** The end of the last line of a text that goes on. A last CR waits, as an LF may follow. */
function wholeLines(text: string): number {
  const end = text.endsWith("\r") ? text.length - 1 : text.length;
  return Math.max(text.lastIndexOf("\n", end - 1), end === 0 ? -1 : text.lastIndexOf("\r", end - 1)) + 1;
}

/** Counts the lines of a text: CR LF, LF and CR end one, also within quotes. */
class LineCounter {
  readonly #bytes: Uint8Array;
  readonly #blanks: readonly number[];
  #at = 0;
  #line: number;

  constructor(bytes: Uint8Array, delimiter: string, line: number) {
    this.#bytes = bytes;
    this.#blanks = [13, 10, 32, 9].filter((blank) => blank !== delimiter.charCodeAt(0));
    this.#line = line;
  }

  /** The line of the byte at `end`, which does not lie before that of the last call. */
  at(end: number): number {
    for (; this.#at < end; this.#at++) {
      const byte = this.#bytes[this.#at];
      if (byte === 10 || (byte === 13 && this.#bytes[this.#at + 1] !== 10)) this.#line++;
    }
    return this.#line;
  }

  /** The line of the first row after `end`: blank lines are none. */
  ofRowAfter(end: number): number {
    let start = end;
    while (this.#blanks.includes(this.#bytes[start])) start++;
    return this.at(start);
  }
}
