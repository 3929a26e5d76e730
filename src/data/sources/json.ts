import { defineSource } from "../source.ts";
import { JSON_ROWS } from "../table/read/formats.ts";
import { tableFile } from "../table/read/table-file.ts";
import { datasetOf, TABLE_HOST, tableSourceOptions } from "../table/read/table-source.ts";

export const json = defineSource({
  name: "json",
  summary: "A table in JSON: a list of rows, or an object of columns.",
  source: "ECMA-404; objects of columns as DataFrame.to_json of pandas writes them",
  section: "data",
  use: "What a program or a server wrote. Numbers stay numbers, true and false are words, and a key that a row does not have is a missing value.",
  avoid:
    "Values in values: they are refused with their place. The whole text has to fit into memory; jsonLines() is read line by line.",
  example: 'json("penguins.json", { target: "species", test: 0.2 })',
  options: tableSourceOptions(JSON_ROWS.options),
  positional: ["path"],
  host: TABLE_HOST,
  load: ({ path, ...values }, { signal }) => datasetOf(JSON_ROWS, tableFile("json", path), values, signal),
});
