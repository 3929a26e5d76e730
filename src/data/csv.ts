import * as v from "valibot";
import { runError, usageError } from "../errors.ts";
import { defined } from "../options/defined.ts";
import { nearest } from "../options/nearest.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { show } from "../options/show.ts";
import { type Checks, custom, flag, optional, refused, resolveOptions, unknownName } from "../options.ts";
import type { ArraySource } from "./array-source.ts";
import { arrays } from "./arrays.ts";
import { ClassNames, isNumber } from "./class-names.ts";
import { delimiterOf, textOf } from "./csv/csv-text.ts";
import { GrowingNumbers } from "./csv/growing-numbers.ts";
import { type Row, readRows } from "./csv/read-rows.ts";
import { shortened } from "./csv/shortened.ts";
import type { Dataset } from "./dataset.ts";
import { SPLIT_OPTIONS, type SplitOptions } from "./split.ts";
import { compact } from "./stored-numbers.ts";
import type { ArrayValues } from "./values-of.ts";

/** Which columns a table has, and how it is written. */
export interface CsvOptions {
  /** The column of the class, numbers or words. Either this or `target` must be given; none by default. */
  label?: string;
  /** Instead of `label`: the column or columns of real targets. None by default. */
  target?: string | readonly string[];
  /** Columns that are neither inputs nor targets. None by default. */
  ignore?: string | readonly string[];
  /** Whether the first row names the columns (default true); otherwise they are named "1", "2", … */
  header?: boolean;
  /** The character between cells; by default ",", or ";", a tab or "|" if the first row has it instead. */
  delimiter?: string;
  /** The name of the dataset, used in error messages (default "csv"). */
  name?: string;
}

/** A table as `arrays` accepts it. */
export interface TableSource extends ArraySource {
  inputs: ArrayValues;
  targets?: ArrayValues;
  classes?: readonly string[];
}

/**
 * A dataset from a table of numbers: `csv(await readFile("flowers.csv", "utf8"), { label: "species", validation: 0.2 })`.
 * All columns but those of the targets are inputs: inputs [n, columns] and real targets [n, columns] as float32, or as
 * float64 where float32 is too coarse (see `arrays`). Classes that are numbers are sorted, and equal numbers (1, 1.0, 01)
 * are one class; words come in the order in which they first appear.
 * @param text the table itself, or its bytes: UTF-8, or UTF-16 with a byte order mark.
 * @throws a usage error for unknown columns, a run error with line and column for a damaged table; see also `arrays`.
 * @example
 * const flowers = csv("length,width,species\n5.1,3.5,setosa\n6.2,3.4,virginica", { label: "species" });
 */
export function csv(text: string | Uint8Array, options: CsvOptions & SplitOptions): Dataset {
  if (!isPlainObject(options)) throw refused("csv: options", "{ label } or { target }, and other options", options);
  const names = Object.keys({ ...OPTIONS, ...SPLIT_OPTIONS });
  for (const key of Object.keys(options)) if (!names.includes(key)) throw unknownName("csv", "option", key, names);
  const { label, target, ignore, header, delimiter, name, ...split } = options as CsvOptions & SplitOptions;
  return arrays(csvTable(text, { label, target, ignore, header, delimiter, name } as CsvOptions), split);
}

/**
 * The table as `arrays` accepts it, to be changed or joined before it is split; without options of the split.
 * @param text the table itself, or its bytes: UTF-8, or UTF-16 with a byte order mark.
 * @throws a usage error for unknown columns, a run error for a damaged table that names line and column.
 * @example
 * const table = csvTable("height,weight\n1.7,65\n1.8,80", { target: "weight" });
 * const data = arrays(table, { test: 1 });
 */
export function csvTable(text: string | Uint8Array, options: CsvOptions): TableSource {
  if (!isPlainObject(options)) throw refused("csv: options", "{ label } or { target }, and other options", options);
  resolveOptions("csv", OPTIONS, options);
  const { name = "csv", header = true, delimiter, label, target, ignore = [] } = options as CsvOptions;
  const targets = targetColumns(name, label, target);
  const table = textOf(name, text);
  const rows = readRows(name, table, delimiterOf(name, table, delimiter));
  const first = rows.next().value;
  if (first === undefined) throw noRows(name);
  const columns = header ? first.cells : first.cells.map((_, i) => `${i + 1}`);
  const numberOf = columnNumbers(name, columns);
  const outputs = chosen(name, label === undefined ? "target" : "label", targets, numberOf);
  const ignored = chosen(name, "ignore", [ignore].flat(), numberOf);
  const both = outputs.find((column) => ignored.includes(column));
  if (both !== undefined)
    throw usageError({
      where: `${name}: ignore`,
      expected: "columns that are not the target",
      received: shortened(columns[both]),
    });
  const left = new Set([...outputs, ...ignored]);
  const inputs = columns.map((_, i) => i).filter((i) => !left.has(i));
  if (inputs.length === 0)
    throw usageError({ where: name, expected: "at least one column of inputs", received: "none" });

  const numbers = new GrowingNumbers();
  const real = new GrowingNumbers();
  const classes = new ClassNames();
  let count = 0;
  const read = (row: Row) => {
    checkWidth(name, row, columns.length);
    for (const column of inputs) numbers.add(numberIn(name, row, column, columns));
    if (label !== undefined) classes.add(classIn(name, row, outputs[0], label));
    else for (const column of outputs) real.add(numberIn(name, row, column, columns));
    count++;
  };
  if (!header) read(first);
  for (const row of rows) read(row);
  if (count === 0) throw noRows(name);

  const source = { name, inputs: { shape: [count, inputs.length], data: compact(numbers.all(), inputs.length) } };
  return label === undefined
    ? { ...source, targets: { shape: [count, outputs.length], data: compact(real.all(), outputs.length) } }
    : { ...source, ...classes.numbered() };
}

const column = v.pipe(v.string(), v.nonEmpty());
const columns = custom(v.union([column, v.array(column)]), undefined, "the name of a column, or a list of names");
export const OPTIONS = {
  label: optional(custom(column, undefined, 'the name of a column; without a header "1", "2", …')),
  target: optional(columns),
  ignore: optional(columns),
  header: optional(flag(true)),
  delimiter: optional(custom(v.string(), undefined, "one character")),
  name: optional(custom(v.string(), undefined, "a string")),
} satisfies Checks<CsvOptions>;

function noRows(name: string): Error {
  return runError({ where: name, expected: "at least one row of data", received: "none" });
}

function targetColumns(name: string, label?: string, target?: CsvOptions["target"]): readonly string[] {
  const wanted = [label ?? target ?? []].flat();
  const isOne = (label === undefined) !== (target === undefined);
  if (isOne && wanted.length > 0) return wanted;
  throw usageError({
    where: name,
    expected: "either `label` (the column of the class) or `target` (columns of real numbers)",
    received: isOne ? show(label ?? target) : label === undefined ? "neither" : "both",
  });
}

/** The number of each column by its name. */
function columnNumbers(name: string, columns: readonly string[]): ReadonlyMap<string, number> {
  const numberOf = new Map<string, number>();
  columns.forEach((column, i) => {
    if (numberOf.has(column))
      throw runError({
        where: name,
        expected: "a different name for every column",
        received: `${shortened(column)} twice`,
        fix: "If the first row is data, give header: false.",
      });
    numberOf.set(column, i);
  });
  return numberOf;
}

/** The numbers of the columns that an option names, each once. */
function chosen(
  name: string,
  option: string,
  wanted: readonly string[],
  numberOf: ReadonlyMap<string, number>,
): number[] {
  return wanted.map((column, i) => {
    const where = `${name}: ${option}`;
    if (wanted.indexOf(column) !== i)
      throw usageError({ where, expected: "each column once", received: `${shortened(column)} twice` });
    const number = numberOf.get(column);
    if (number !== undefined) return number;
    const names = [...numberOf.keys()];
    const near = nearest(
      column.slice(0, 100),
      names.filter(({ length }) => length <= 100),
    );
    const shown = names.slice(0, 20).map((each) => each.slice(0, 40));
    throw usageError({
      where,
      expected: `column ${shown.join(", ")}${names.length > 20 ? `, … (${names.length} in all)` : ""}`,
      received: shortened(column),
      ...defined({ fix: near && `Did you mean ${near}?` }),
    });
  });
}

function checkWidth(name: string, { line, cells }: Row, width: number): void {
  if (cells.length === width) return;
  throw runError({
    where: `${name}: line ${line}`,
    expected: `${width} cells, one for each column`,
    received: `${cells.length}`,
  });
}

function numberIn(name: string, { line, cells }: Row, column: number, columns: readonly string[]): number {
  const cell = cells[column].trim();
  const x = isNumber(cell) ? Number(cell) : Number.NaN;
  if (Number.isFinite(Math.fround(x))) return x;
  throw runError({
    where: `${name}: line ${line}, column ${columns[column].slice(0, 60)}`,
    expected: Number.isNaN(x) ? "a number" : "a number up to 3.4e38, the limit of float32",
    received: shortened(cell),
    fix: Number.isNaN(x) ? adviceFor(cell, columns[column]) : "Use another unit for the column.",
  });
}

const MISSING = /^(|na|n\/a|nan|null|none|nil|missing|\?|-|\.)$/i;

/** What to do about a cell that is not a number. */
function adviceFor(cell: string, column: string): string {
  const leaveOut = `leave the column out: ignore: [${shortened(column)}]`;
  if (MISSING.test(cell)) return `A value is missing: fill it in, remove its row, or ${leaveOut}.`;
  if (/^[+-]?\d+,\d+$/.test(cell)) return "Use a decimal point instead of a comma.";
  if (/^[+-]?\d{1,3}([,'  ]\d{3})+(\.\d*)?$/.test(cell)) return "Write the number without thousands separators.";
  if (/^(true|false|yes|no)$/i.test(cell)) return `Use 1 and 0, or ${leaveOut}.`;
  return `Inputs and targets must be numbers: make a column of 0 and 1 for each word, or ${leaveOut}.`;
}

function classIn(name: string, { line, cells }: Row, column: number, label: string): string {
  const cell = cells[column];
  const where = `${name}: line ${line}, column ${label.slice(0, 60)}`;
  if (cell === "") throw runError({ where, expected: "a class", received: "an empty cell" });
  if (cell.includes("\uFFFD"))
    throw runError({
      where,
      expected: "text in UTF-8",
      received: `${shortened(cell)}, in another encoding`,
      fix: 'Decode the bytes: new TextDecoder("latin1").decode(bytes).',
    });
  return cell;
}
