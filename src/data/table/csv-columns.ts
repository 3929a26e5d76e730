import * as v from "valibot";
import { type Checks, custom, optional, resolveOptions } from "../../options.ts";
import { csvTableOf } from "./read/read-csv.ts";
import { READ_OPTIONS, type TableReadOptions } from "./read/read-options.ts";

/** How a table is written. */
export interface CsvColumnsOptions extends Pick<TableReadOptions, "header" | "delimiter"> {
  /** The name of the table, used in error messages (default "csv"). */
  name?: string | undefined;
}

/**
 * The names of the columns of a table of text, to choose the target from before it is read as data. Of a large table the
 * first lines are enough.
 * @param text the table itself, or its bytes: UTF-8, or UTF-16 with a byte order mark.
 * @throws a run error for a damaged table that names the line.
 * @example
 * csvColumns("size,color,kind\n38,red,sandal"); // ["size", "color", "kind"]
 */
export function csvColumns(text: string | Uint8Array, options: CsvColumnsOptions = {}): string[] {
  const { name = "csv", ...written } = resolveOptions("csvColumns", COLUMNS_OPTIONS, options);
  return csvTableOf(name, text, written).columns.map((column) => column.name);
}

const { header, delimiter } = READ_OPTIONS;
export const COLUMNS_OPTIONS = {
  header,
  delimiter,
  name: optional(custom(v.string(), undefined, "a string")),
} satisfies Checks<CsvColumnsOptions>;
