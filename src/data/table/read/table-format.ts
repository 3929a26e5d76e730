import type { Options } from "../../../options.ts";
import type { Table } from "../table.ts";
import type { TableFile } from "./table-file.ts";

/** How tables of one format are read. `O` are the options of reading; those of columns may stand among them. */
export interface TableFormat<O extends object = object> {
  readonly name: string;
  /** How files of it end, without the point. */
  readonly endings: readonly string[];
  readonly options: Options;
  /** Reads a file. */
  read(file: TableFile, options: O, signal?: AbortSignal): Promise<Table>;
  /** Reads a file in tables of about so many rows. */
  parts(file: TableFile, options: O, rows: number, signal?: AbortSignal): AsyncGenerator<Table>;
}

/** Reads what is in memory. */
export type Parse<O> = (name: string, given: string | Uint8Array, options: O) => Table;
