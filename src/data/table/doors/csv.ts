import { csv as ofFile } from "../../sources/csv.ts";
import { CSV } from "../read/formats.ts";
import { csvTableOf } from "../read/read-csv.ts";
import type { TableReadOptions } from "../read/read-options.ts";
import { type AtPath, opening, type TextDoor, type Unnamed } from "../read/table-door.ts";
import type { TableOptions } from "../table-options.ts";

/** How a table of text is written, what is made of its columns, and how its rows are split. */
export interface CsvOptions extends TableReadOptions, TableOptions, Unnamed {}
/** The same of a file at a path. */
export interface CsvFileOptions extends TableReadOptions, TableOptions, AtPath {}

/** A text that is known to be the path of such a file. */
export type CsvPath = `${string}.${(typeof CSV.endings)[number]}` | `${string}.${(typeof CSV.endings)[number]}.gz`;

export const csv = opening(CSV, ofFile, csvTableOf) as unknown as TextDoor<CsvPath, CsvOptions, CsvFileOptions>;
