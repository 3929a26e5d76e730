import * as v from "valibot";
import { usageError } from "../../../errors.ts";
import { isPlainObject } from "../../../options/plain-object.ts";
import { show } from "../../../options/show.ts";
import { custom, optional, refused, resolveOptions } from "../../../options.ts";
import type { TrickDefinition } from "../../../trick.ts";
import type { Dataset } from "../../dataset.ts";
import { asBytes } from "../../files/file-input.ts";
import type { Source, SourceDefinition } from "../../source.ts";
import { typeName } from "../../stored-numbers.ts";
import { TABLE_OPTIONS, type TableOptions } from "../table-options.ts";
import { decodedDataset } from "./read-dataset.ts";
import type { TableReadOptions } from "./read-options.ts";
import { type TableInput, tableFile } from "./table-file.ts";
import type { Parse, TableFormat } from "./table-format.ts";
import { datasetOf, TABLE_HOST } from "./table-source.ts";

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

/**
 * A dataset from what is in memory or comes in pieces; a source of what looks like a path.
 * @param parse reads what is in memory, where that can be done at once.
 */
export function opening<O extends object, S extends Makes>(format: TableFormat<O>, ofFile: S, parse?: Parse<O>): S {
  const { name: formatName, endings } = format;
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
      return decodedDataset(parse(where, given as string, values as O), values);
    }
    return datasetOf(format, tableFile(where, given as TableInput), values, signal);
  };
  return Object.assign(open, { definition: ofFile.definition }) as unknown as S;
}

const HOST = { ...TABLE_HOST, name: optional(custom(v.string(), undefined, "a string")) };

function inMemoryAlready(where: string): Error {
  return usageError({
    where: `${where}: stream`,
    expected: "a file to be streamed: its path, its URL or a Blob",
    received: "a text or bytes, which are in memory already",
    fix: "Leave stream out.",
  });
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
