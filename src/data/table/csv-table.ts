import * as v from "valibot";
import { runError, usageError } from "../../errors.ts";
import { isPlainObject } from "../../options/plain-object.ts";
import { show } from "../../options/show.ts";
import { type Checks, custom, optional, refused, resolveOptions } from "../../options.ts";
import type { ArraySource } from "../array-source.ts";
import { ClassNames, isNumber } from "../class-names.ts";
import { compact } from "../stored-numbers.ts";
import type { ArrayValues } from "../values-of.ts";
import { chosenColumns } from "./chosen-columns.ts";
import { placeOf } from "./place-of.ts";
import { expectDecodedCell } from "./read/expect-text.ts";
import { csvTableOf } from "./read/read-csv.ts";
import { READ_OPTIONS, type TableReadOptions } from "./read/read-options.ts";
import { shortCell } from "./read/short-cell.ts";
import type { Table, TableColumn } from "./table.ts";

/** Which columns a table of numbers has, and how it is written. */
export interface CsvTableOptions extends Pick<TableReadOptions, "header" | "delimiter" | "decimal"> {
  /** The column of the class, numbers or words. Either this or `target` must be given; none by default. */
  label?: string | undefined;
  /** Instead of `label`: the column or columns of real targets. None by default. */
  target?: string | readonly string[] | undefined;
  /** Columns that are neither inputs nor targets. None by default. */
  ignore?: string | readonly string[] | undefined;
  /** The name of the dataset, used in error messages (default "csv"). */
  name?: string | undefined;
}

/** A table as `arrays` accepts it. */
export interface TableSource extends ArraySource {
  /** [rows, columns] */
  inputs: ArrayValues;
  /** Real targets [rows, columns]. */
  targets?: ArrayValues;
  /** The names of the classes. */
  classes?: readonly string[];
}

/**
 * A table of numbers as `arrays` accepts it, to be changed or joined before it is split: all columns but those of the
 * targets are inputs. `csv` takes words and missing values too, and makes a dataset.
 * @param text the table itself, or its bytes: UTF-8, or UTF-16 with a byte order mark.
 * @throws a usage error for unknown columns, a run error for a damaged table that names line and column.
 * @example
 * const table = csvTable("height,weight\n1.7,65\n1.8,80", { target: "weight" });
 * const data = arrays(table, { test: 1 });
 */
export function csvTable(text: string | Uint8Array, options: CsvTableOptions): TableSource {
  if (!isPlainObject(options))
    throw refused("csvTable: options", "{ label } or { target }, and other options", options);
  const { name = "csv", label, target, ignore, ...written } = resolveOptions("csv", OPTIONS, options);
  const wanted = targetColumns(name, label, target);
  const table = csvTableOf(name, text, { ...written, missing: false });
  const outputs = chosenColumns(table, label === undefined ? "target" : "label", wanted);
  const ignored = chosenColumns(table, "ignore", ignore);
  const both = outputs.find((column) => ignored.includes(column));
  if (both !== undefined)
    throw usageError({
      where: `${name}: ignore`,
      expected: "columns that are not the target",
      received: shortCell(both.name),
    });
  const left = new Set([...outputs, ...ignored]);
  const inputs = table.columns.filter((column) => !left.has(column));
  if (inputs.length === 0)
    throw usageError({ where: name, expected: "at least one column of inputs", received: "none" });
  const source = { name, inputs: numbersIn(table, inputs) };
  if (label === undefined) return { ...source, targets: numbersIn(table, outputs) };
  const classes = new ClassNames();
  outputs[0].cells.forEach((_, row) => {
    classes.add(classIn(table, outputs[0], row));
  });
  return { ...source, ...classes.numbered() };
}

const column = v.pipe(v.string(), v.nonEmpty());
const columns = custom(v.union([column, v.array(column)]), undefined, "the name of a column, or a list of names");
const { header, delimiter, decimal } = READ_OPTIONS;
export const OPTIONS = {
  label: optional(custom(column, undefined, 'the name of a column; without a header "1", "2", …')),
  target: optional(columns),
  ignore: optional(columns),
  header,
  delimiter,
  decimal,
  name: optional(custom(v.string(), undefined, "a string")),
} satisfies Checks<CsvTableOptions>;

function targetColumns(name: string, label?: string, target?: CsvTableOptions["target"]): readonly string[] {
  const wanted = [label ?? target ?? []].flat();
  const isOne = (label === undefined) !== (target === undefined);
  if (isOne && wanted.length > 0) return wanted;
  throw usageError({
    where: name,
    expected: "either `label` (the column of the class) or `target` (columns of real numbers)",
    received: isOne ? show(label ?? target) : label === undefined ? "neither" : "both",
  });
}

/** [rows, columns] */
function numbersIn(table: Table, columns: readonly TableColumn[]): ArrayValues {
  const [rows, width] = [columns[0].cells.length, columns.length];
  const numbers = new Float64Array(rows * width);
  columns.forEach((column, i) => {
    for (let row = 0; row < rows; row++) numbers[row * width + i] = numberIn(table, column, row);
  });
  return { shape: [rows, width], data: compact(numbers, width) };
}

function numberIn(table: Table, { name, cells }: TableColumn, row: number): number {
  const cell = `${cells[row] ?? ""}`;
  const x = isNumber(cell) ? Number(cell) : Number.NaN;
  if (Number.isFinite(Math.fround(x))) return x;
  throw runError({
    where: placeOf(table, row, name),
    expected: Number.isNaN(x) ? "a number" : "a number up to 3.4e38, the limit of float32",
    received: shortCell(cell),
    fix: Number.isNaN(x) ? adviceFor(cell, name) : "Use another unit for the column.",
  });
}

const MISSING = /^(|na|n\/a|nan|null|none|nil|missing|\?|-|\.)$/i;

/** What to do about a cell that is not a number. */
function adviceFor(cell: string, column: string): string {
  const leaveOut = `leave the column out: ignore: [${shortCell(column)}]`;
  if (MISSING.test(cell)) return `A value is missing: take csv, which fills it in, remove its row, or ${leaveOut}.`;
  if (/^[+-]?\d+,\d+$/.test(cell)) return 'Use a decimal point instead of a comma, or give decimal: ",".';
  if (/^[+-]?\d{1,3}([,'  ]\d{3})+(\.\d*)?$/.test(cell)) return "Write the number without thousands separators.";
  if (/^(true|false|yes|no)$/i.test(cell)) return `Take csv, which knows words, use 1 and 0, or ${leaveOut}.`;
  return `Inputs and targets must be numbers: take csv, which knows words, or ${leaveOut}.`;
}

function classIn(table: Table, { name, cells }: TableColumn, row: number): string {
  const cell = cells[row];
  const where = placeOf(table, row, name);
  if (cell === null) throw runError({ where, expected: "a class", received: "an empty cell" });
  expectDecodedCell(where, cell);
  return `${cell}`;
}
