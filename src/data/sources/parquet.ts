import { defineSource } from "../source.ts";
import { PARQUET } from "../table/read/formats.ts";
import { tableFile } from "../table/read/table-file.ts";
import { datasetOf, TABLE_HOST, tableSourceOptions } from "../table/read/table-source.ts";

export const parquet = defineSource({
  name: "parquet",
  summary: "A table in a Parquet file, read by the optional package hyparquet.",
  source: "Apache Parquet format 2; npm install hyparquet",
  section: "data",
  use: "What pandas, Spark or DuckDB wrote: the types of columns are known, dates become text as in 2024-01-31, true and false words. Pages may be compressed by Snappy or gzip.",
  avoid:
    "Columns of lists and structures: they are refused with their place, or left out by `ignore`. Files that you do not trust: hyparquet believes the lengths in a damaged one, and may not come to an end.",
  example: 'parquet("penguins.parquet", { target: "species", test: 0.2 })',
  options: tableSourceOptions(PARQUET.options),
  positional: ["path"],
  host: TABLE_HOST,
  load: ({ path, ...values }, { signal }) => datasetOf(PARQUET, tableFile("parquet", path), values, signal),
});
