import * as v from "valibot";
import { usageError } from "../../../errors.ts";
import { isPlainObject } from "../../../options/plain-object.ts";
import { show } from "../../../options/show.ts";
import { custom, type Option, optional, refused, resolveOptions, signalOption } from "../../../options.ts";
import type { TrickDefinition } from "../../../trick.ts";
import type { Dataset } from "../../dataset.ts";
import { asBytes } from "../../files/file-input.ts";
import type { Source, SourceDefinition } from "../../source.ts";
import { typeName } from "../../stored-numbers.ts";
import { placeOf } from "../place-of.ts";
import type { Table } from "../table.ts";
import { tableDataset } from "../table-dataset.ts";
import { TABLE_OPTIONS, type TableOptions } from "../table-options.ts";
import { expectDecodedCell } from "./expect-text.ts";
import type { TableReadOptions } from "./read-options.ts";
import { type TableFile, type TableInput, tableFile } from "./table-file.ts";
import type { TableFormat } from "./table-format.ts";

/** The name of a dataset that is not read from a file at a path, and what ends its reading. */
export interface Unnamed {
  /** With what errors about it begin. By default the name of the format. */
  name?: string | undefined;
  /** Ends the reading early. None by default. */
  signal?: AbortSignal | undefined;
}

/** A path, among the options. */
export interface AtPath {
  /** The path of the file. */
  path: string;
  /** Ends the reading early. None by default. */
  signal?: AbortSignal | undefined;
}

/** How tables without text are read. */
export type RecordReadOptions = Pick<TableReadOptions, "missing" | "stream">;

/** How a table of records is read, what is made of its columns, and how its rows are split. */
export interface RecordsOptions extends RecordReadOptions, TableOptions, Unnamed {}
/** The same of a file at a path. */
export interface RecordsFileOptions extends RecordReadOptions, TableOptions, AtPath {}

/** What reads tables of a format that is text: a path, an address or stream, or text and bytes in memory. */
export type TextDoor<Path extends string, O, F extends AtPath> = PathDoor<Path, F> &
  ((text: string | Uint8Array | ArrayBuffer, options: O) => Dataset) &
  ((from: TableInput, options: O) => Promise<Dataset>);

/** What reads tables of a format of bytes, which takes time. */
export type BytesDoor<O, F extends AtPath> = PathDoor<string, F> &
  ((from: TableInput | Uint8Array | ArrayBuffer, options: O) => Promise<Dataset>);

/** What reads the file at a path. */
export interface PathDoor<Path extends string, F extends AtPath> {
  (path: Path, options: Omit<F, "path">): Source;
  (options: F): Source;
  /** What the catalogue says of it. */
  readonly definition: SourceDefinition;
}

type Makes = { definition: TrickDefinition };

/** The options of a source of tables. */
export function tableSourceOptions<O extends TableFormat["options"]>(options: O) {
  return { path: PATH, ...options, ...TABLE_OPTIONS };
}

export const PATH = custom(v.pipe(v.string(), v.nonEmpty()), undefined, "the path of a file", "the path of the file");

/** What a program gives besides. */
export const TABLE_HOST = { signal: optional(signalOption() as Option<AbortSignal>) };

/** The dataset in a file. */
export async function datasetOf<O extends object>(
  format: TableFormat<O>,
  file: TableFile,
  values: object,
  signal?: AbortSignal,
): Promise<Dataset> {
  if ((values as TableReadOptions).stream) {
    expectStreamable(file, format);
    const parts = (rows: number) => format.parts(file, values as O, rows, signal);
    const { streamedTable } = await import("./streamed-table.ts");
    return streamedTable(file.name, parts, tableOptionsOf(values));
  }
  return tableDataset(decodedTargets(await format.read(file, values as O, signal), values), tableOptionsOf(values));
}

/** A dataset from what is in memory or comes in pieces; a source of what looks like a path. */
export function opening<O extends object, S extends Makes>(format: TableFormat<O>, ofFile: S): S {
  const { name: formatName, endings, parse } = format;
  const path = new RegExp(`^[^\\r\\n]*\\.(${endings.join("|")})(\\.gz)?$`, "i");
  const fromPath = ofFile as unknown as (...args: readonly unknown[]) => Source;
  const open = (...args: readonly unknown[]) => {
    const [first, options] = args;
    const given = asBytes(first) ?? first;
    if (isPlainObject(given) || args.length > 2) return fromPath(...args);
    if (typeof given === "string" && given.length < 4000 && path.test(given)) return fromPath(...args);
    if (!isPlainObject(options))
      throw refused(`${formatName}: options`, "{ target } or { label }, and other options", options);
    const { name, signal, ...values } = resolveOptions(
      formatName,
      { ...HOST, ...format.options, ...TABLE_OPTIONS },
      options,
    );
    const where = name ?? formatName;
    if (typeof given === "string" || (typeName(given) === "Uint8Array" && parse !== undefined)) {
      if (parse === undefined) throw notAPath(where, given, endings);
      if ((values as TableReadOptions).stream) throw inMemoryAlready(where);
      expectNoPath(where, given, values as TableReadOptions, endings);
      return tableDataset(decodedTargets(parse(where, given as string, values as O), values), tableOptionsOf(values));
    }
    return datasetOf(format, tableFile(where, given as TableInput), values, signal);
  };
  return Object.assign(open, { definition: ofFile.definition }) as unknown as S;
}

const HOST = { ...TABLE_HOST, name: optional(custom(v.string(), undefined, "a string")) };

/** The table; its classes must have been decoded as what they are. */
function decodedTargets(table: Table, { label, target = [] }: TableOptions): Table {
  for (const { name, cells } of table.columns)
    if (name === label || [target].flat().includes(name))
      for (let row = 0; row < cells.length; row++)
        if (typeof cells[row] === "string" && `${cells[row]}`.includes("\uFFFD"))
          expectDecodedCell(placeOf(table, row, name), cells[row]);
  return table;
}

/** @throws a usage error for what cannot be read in parts, again and again. */
function expectStreamable({ name, again }: TableFile, { name: format, options }: TableFormat): void {
  const expected = "a file that can be read in parts and again in every epoch";
  if (!again)
    throw usageError({
      where: name,
      expected: `${expected}, with stream`,
      received: "a stream that ends",
      fix: "Give its path, its URL or a Blob; or take streamed(), with a function that begins anew.",
    });
  if (!Object.hasOwn(options, "stream"))
    throw usageError({
      where: name,
      expected: `${expected}, with stream`,
      received: `${format}, which is read as a whole`,
    });
}

function inMemoryAlready(where: string): Error {
  return usageError({
    where: `${where}: stream`,
    expected: "a file to be streamed: its path, its URL or a Blob",
    received: "a text or bytes, which are in memory already",
    fix: "Leave stream out.",
  });
}

/** Those of the options that say what is made of the columns. */
function tableOptionsOf(values: object): TableOptions {
  return Object.fromEntries(Object.entries(values).filter(([key]) => Object.hasOwn(TABLE_OPTIONS, key)));
}

/** A single line is no table, but may be meant as a path. */
function expectNoPath(where: string, given: unknown, { header }: TableReadOptions, endings: readonly string[]): void {
  if (typeof given !== "string" || given.trim() === "" || given.length > 1000) return;
  if (header !== false && !/[\r\n[{]/.test(given)) throw notAPath(where, given, endings);
}

function notAPath(where: string, given: unknown, endings: readonly string[]): Error {
  return usageError({
    where,
    expected: `the text of a table, or the path of a file that ends in ${endings.map((ending) => `.${ending}`).join(", ")}`,
    received: show(given),
    fix: `If it is the path of a file, give it by name: { path: ${show(given)} }.`,
  });
}
