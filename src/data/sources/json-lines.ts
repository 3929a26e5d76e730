import { defineSource } from "../source.ts";
import { JSON_LINES } from "../table/read/formats.ts";
import {
  datasetOf,
  opening,
  type RecordsFileOptions,
  type RecordsOptions,
  TABLE_HOST,
  type TextDoor,
  tableSourceOptions,
} from "../table/read/table-door.ts";
import { tableFile } from "../table/read/table-file.ts";

const ofFile = defineSource({
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

/** A text that is known to be the path of such a file. */
export type JsonLinesPath = `${string}.${"jsonl" | "ndjson"}` | `${string}.${"jsonl" | "ndjson"}.gz`;

export const jsonLines = opening(JSON_LINES, ofFile) as unknown as TextDoor<
  JsonLinesPath,
  RecordsOptions,
  RecordsFileOptions
>;
