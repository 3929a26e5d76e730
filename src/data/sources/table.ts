import { usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { defineSource } from "../source.ts";
import type { CsvFileOptions } from "../table/doors/csv.ts";
import { formatOf } from "../table/read/formats.ts";
import { READ_OPTIONS } from "../table/read/read-options.ts";
import type { PathDoor } from "../table/read/table-door.ts";
import { tableFile } from "../table/read/table-file.ts";
import type { TableFormat } from "../table/read/table-format.ts";
import { datasetOf, TABLE_HOST, tableSourceOptions } from "../table/read/table-source.ts";

const ofFile = defineSource({
  name: "table",
  summary: "A table in a file, whose ending says how it is written: CSV, JSON, JSON Lines or Parquet.",
  source: "by definition: the source of the ending",
  section: "data",
  use: "Where the path is given by somebody else, as on a command line.",
  avoid: "Files without a known ending: name the source, as in csv({ path: … }).",
  example: 'table("penguins.parquet", { target: "species", test: 0.2 })',
  options: tableSourceOptions(READ_OPTIONS),
  positional: ["path"],
  host: TABLE_HOST,
  load({ path, ...values }, { signal }) {
    const format = formatOf(path);
    expectOptionsOf(format, path, values);
    return datasetOf(format, tableFile("table", path), values, signal);
  },
});

export const table = ofFile as unknown as PathDoor<string, CsvFileOptions>;

/** @throws a usage error for an option of reading that this format does not have. */
function expectOptionsOf(format: TableFormat, path: string, values: Readonly<Record<string, unknown>>): void {
  for (const [key, { fallback }] of Object.entries(READ_OPTIONS))
    if (!Object.hasOwn(format.options, key) && values[key] !== fallback)
      throw usageError({
        where: "table",
        expected: `no ${key} for ${path}, which is read as ${format.name}`,
        received: show(values[key]),
        fix: `Leave ${key} out.`,
      });
}
