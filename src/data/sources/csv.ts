import * as v from "valibot";
import { runError, usageError } from "../../errors.ts";
import { type Checks, custom, flag, optional, refused, resolveOptions, unknownName } from "../../options.ts";
import { isPlainObject } from "../../plain-object.ts";
import { type ArraySource, arrays } from "../arrays.ts";
import type { Dataset } from "../dataset.ts";
import type { SplitOptions } from "../split.ts";

export interface CsvOptions {
  /** The column of the class, numbers or words. */
  label?: string;
  /** Instead of `label`: the column or columns of real targets. */
  target?: string | readonly string[];
  /** Columns that are neither inputs nor targets. */
  ignore?: readonly string[];
  /** The first row names the columns (default true); without it they are named "1", "2", … */
  header?: boolean;
  /** What stands between two cells, one character (default ","). */
  delimiter?: string;
  /** The name of the dataset, with which errors begin (default "csv"). */
  name?: string;
}

const column = v.pipe(v.string(), v.nonEmpty());
const OPTIONS = {
  label: optional(custom(column, undefined, 'the name of a column; without a header "1", "2", …')),
  target: optional(custom(v.union([column, v.array(column)]), undefined, "the name of a column, or a list of names")),
  ignore: optional(custom(v.array(column), undefined, "a list of names of columns")),
  header: optional(flag(true)),
  delimiter: optional(custom(v.string(), undefined, "one character")),
  name: optional(custom(v.string(), undefined, "a text")),
} satisfies Checks<CsvOptions>;

/** The options, those of the table checked; the others are for the split to check. */
function checkCsv<T extends CsvOptions>(options: T): T {
  if (!isPlainObject(options)) throw refused("csv: options", "{ label } or { target }, and others by name", options);
  const ofTable = Object.entries(options).filter(([key]) => Object.hasOwn(OPTIONS, key));
  resolveOptions("csv", OPTIONS, Object.fromEntries(ofTable));
  return options;
}

/** A row of the table and the line of the text that it begins on, from 1. */
interface Row {
  line: number;
  cells: string[];
}

/**
 * A dataset from a table of numbers as text: `csv(text, { label: "species", validation: 0.2 })`. Every column but those
 * of the targets is an input: inputs [n, columns] and real targets [n, columns] as float32.
 * Classes that are numbers come in their order, words in the order in which they first appear.
 * @throws a usage error for unknown columns, a run error for a damaged table that names line and column; see also `arrays`.
 */
export function csv(text: string, options: CsvOptions & SplitOptions): Dataset {
  if (typeof text !== "string") throw refused("csv", "the text of a table", text);
  const { label, target, ignore, header, delimiter, name, ...split } = checkCsv(options);
  return arrays(csvTable(text, options), split);
}

/** The table as `arrays` takes it, for one that is to be changed or joined before it is split. */
export function csvTable(text: string, options: CsvOptions): ArraySource {
  if (typeof text !== "string") throw refused("csv", "the text of a table", text);
  const { name = "csv", header = true, delimiter = ",", label, ignore = [] } = options;
  if (delimiter.length !== 1 || '"\r\n'.includes(delimiter))
    throw usageError({ where: `${name}: delimiter`, expected: "one character", received: JSON.stringify(delimiter) });
  const rows = [...readRows(name, text.replace(/^\uFEFF/, ""), delimiter)];
  if (rows.length < (header ? 2 : 1))
    throw runError({ where: name, expected: "at least one row of data", received: "none" });
  const columns = header ? rows[0].cells : rows[0].cells.map((_, i) => `${i + 1}`);
  const data = header ? rows.slice(1) : rows;
  checkWidths(name, data, columns);

  const targets = targetColumns(name, options);
  const outputs = columnNumbers(name, targets, columns);
  const left = new Set([...outputs, ...columnNumbers(name, ignore, columns)]);
  const inputs = columns.map((_, i) => i).filter((i) => !left.has(i));
  if (inputs.length === 0)
    throw usageError({ where: name, expected: "at least one column of inputs", received: "none that is left" });

  const table = { name, inputs: numbers(name, data, inputs, columns) };
  if (label === undefined) return { ...table, targets: numbers(name, data, outputs, columns) };
  return { ...table, ...classesOf(name, data, outputs[0], label) };
}

function targetColumns(name: string, { label, target }: CsvOptions): readonly string[] {
  if ((label === undefined) === (target === undefined))
    throw usageError({
      where: name,
      expected: "either `label` (the column of the class) or `target` (columns of real numbers)",
      received: label === undefined ? "neither" : "both",
    });
  return [label ?? target ?? []].flat();
}

function columnNumbers(name: string, wanted: readonly string[], columns: readonly string[]): number[] {
  return wanted.map((column) => {
    const index = columns.indexOf(column);
    if (index < 0) throw unknownName(name, "column", column, columns);
    return index;
  });
}

/** The cells of some columns as float32 [rows, columns]. */
function numbers(name: string, rows: readonly Row[], wanted: readonly number[], columns: readonly string[]) {
  const data = new Float32Array(rows.length * wanted.length);
  rows.forEach(({ line, cells }, row) => {
    wanted.forEach((column, i) => {
      if (!isNumber(cells[column]))
        throw runError({
          where: `${name}: line ${line}, column ${columns[column]}`,
          expected: "a number",
          received: JSON.stringify(cells[column]),
        });
      data[row * wanted.length + i] = Number(cells[column]);
    });
  });
  return { shape: [rows.length, wanted.length], data };
}

function classesOf(name: string, rows: readonly Row[], column: number, label: string) {
  const names = rows.map(({ line, cells }) => {
    if (cells[column] !== "") return cells[column];
    throw runError({ where: `${name}: line ${line}, column ${label}`, expected: "a class", received: "an empty cell" });
  });
  const classes = [...new Set(names)];
  if (classes.every(isNumber)) classes.sort((a, b) => Number(a) - Number(b));
  const numberOf = new Map(classes.map((text, number) => [text, number]));
  return { labels: names.map((text) => numberOf.get(text) ?? -1), classes };
}

function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
}

function checkWidths(name: string, rows: readonly Row[], columns: readonly string[]): void {
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined)
    throw runError({ where: name, expected: "a name of its own for every column", received: `"${twice}" twice` });
  for (const { line, cells } of rows)
    if (cells.length !== columns.length)
      throw runError({
        where: `${name}: line ${line}`,
        expected: `${columns.length} cells, as many as there are columns`,
        received: `${cells.length}`,
      });
}

/** The rows of the text, blank lines left out; cells in quotes may hold delimiters, line breaks and doubled quotes. */
function* readRows(name: string, text: string, delimiter: string): Generator<Row> {
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const row: Row = { line, cells: [] };
    for (let more = true; more; ) {
      const { value, end } = readCell(`${name}: line ${line}, column ${row.cells.length + 1}`, text, at, delimiter);
      row.cells.push(value);
      line += lineBreaks(text.slice(at, end));
      more = text[end] === delimiter;
      at = more ? end + 1 : end;
    }
    at += text.startsWith("\r\n", at) ? 2 : 1;
    line++;
    if (row.cells.length > 1 || row.cells[0] !== "") yield row;
  }
}

/** The cell that begins at `start`, without blanks around it, and where it ends: at a delimiter, a line break, the end. */
function readCell(where: string, text: string, start: number, delimiter: string): { value: string; end: number } {
  const endFrom = (at: number) => {
    while (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") at++;
    return at;
  };
  const plainEnd = endFrom(start);
  const plain = text.slice(start, plainEnd).trim();
  if (!plain.startsWith('"')) return { value: plain, end: plainEnd };

  const open = text.indexOf('"', start);
  const close = closingQuote(text, open);
  if (close < 0) throw runError({ where, expected: "a closing quote", received: "the end of the text" });
  const end = endFrom(close + 1);
  const after = text.slice(close + 1, end).trim();
  if (after !== "")
    throw runError({ where, expected: "nothing between the closing quote and the next cell", received: after });
  return { value: text.slice(open + 1, close).replaceAll('""', '"'), end };
}

/** The quote that ends what `open` begins, or −1; two quotes in a row stand for one in the cell. */
function closingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  return close;
}

function lineBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
