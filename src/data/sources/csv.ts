import { defineSource } from "../source.ts";
import { CSV } from "../table/read/formats.ts";
import { tableFile } from "../table/read/table-file.ts";
import { datasetOf, TABLE_HOST, tableSourceOptions } from "../table/read/table-source.ts";

export const csv = defineSource({
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
