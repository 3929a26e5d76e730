import { defineSource } from "../source.ts";
import { CSV } from "../table/read/formats.ts";
import type { TableReadOptions } from "../table/read/read-options.ts";
import {
  type AtPath,
  datasetOf,
  opening,
  TABLE_HOST,
  type TextDoor,
  tableSourceOptions,
  type Unnamed,
} from "../table/read/table-door.ts";
import { tableFile } from "../table/read/table-file.ts";
import type { TableOptions } from "../table/table-options.ts";

const ofFile = defineSource({
  name: "csv",
  summary: "A table of text: a row on each line, with commas, semicolons, tabs or bars between its cells.",
  source: "Shafranovich 2005, RFC 4180; what has quotes is read by the package csv-parse",
  section: "data",
  use: "A table of your own: say which column is the target. Columns of numbers, of words and with missing values are told apart. The file is UTF-8 or UTF-16, may be compressed (.gz), and its delimiter is found. A program may give more than a path: csv(text, …) gives the dataset at once, csv(url, …), csv(blob, …) and csv(stream, …) a promise of it.",
  avoid:
    "All cells are kept as text, in about 30 bytes each: 10 million of them take 300 MB. Larger tables are read in parts by `stream: true`.",
  example: 'csv("penguins.csv", { target: "species", ignore: "id", test: 0.2 })',
  options: tableSourceOptions(CSV.options),
  positional: ["path"],
  host: TABLE_HOST,
  load: ({ path, ...values }, { signal }) => datasetOf(CSV, tableFile("csv", path), values, signal),
});

/** How a table of text is written, what is made of its columns, and how its rows are split. */
export interface CsvOptions extends TableReadOptions, TableOptions, Unnamed {}
/** The same of a file at a path. */
export interface CsvFileOptions extends TableReadOptions, TableOptions, AtPath {}

/** A text that is known to be the path of such a file. */
export type CsvPath = `${string}.${(typeof CSV.endings)[number]}` | `${string}.${(typeof CSV.endings)[number]}.gz`;

export const csv = opening(CSV, ofFile) as unknown as TextDoor<CsvPath, CsvOptions, CsvFileOptions>;
