import { defineSource } from "../source.ts";
import { JSON_LINES } from "../table/read/formats.ts";
import { tableFile } from "../table/read/table-file.ts";
import { datasetOf, TABLE_HOST, tableSourceOptions } from "../table/read/table-source.ts";

export const jsonLines = defineSource({
  name: "jsonLines",
  summary: "A table in JSON Lines: an object of the columns on each line.",
  source: "jsonlines.org",
  section: "data",
  use: "Logs, exports, and rows that are written one after another. Errors name the line.",
  avoid: "Values in values: they are refused with their place.",
  example: 'jsonLines("penguins.jsonl", { target: "species", test: 0.2 })',
  options: tableSourceOptions(JSON_LINES.options),
  positional: ["path"],
  host: TABLE_HOST,
  load: ({ path, ...values }, { signal }) => datasetOf(JSON_LINES, tableFile("jsonLines", path), values, signal),
});
