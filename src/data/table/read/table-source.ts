import * as v from "valibot";
import { custom, type Option, optional, signalOption } from "../../../options.ts";
import type { Dataset } from "../../dataset.ts";
import { TABLE_OPTIONS } from "../table-options.ts";
import type { TableFile } from "./table-file.ts";
import type { TableFormat } from "./table-format.ts";

/** The options of a source of tables. */
export function tableSourceOptions<O extends TableFormat["options"]>(options: O) {
  return { path: PATH, ...options, ...TABLE_OPTIONS };
}

const PATH = custom(v.pipe(v.string(), v.nonEmpty()), undefined, "the path of a file", "the path of the file");

/** What a program gives besides. */
export const TABLE_HOST = { signal: optional(signalOption() as Option<AbortSignal>) };

/** The dataset in a file. What reads tables is loaded where one is read. */
export async function datasetOf<O extends object>(
  format: TableFormat<O>,
  file: TableFile,
  values: object,
  signal?: AbortSignal,
): Promise<Dataset> {
  const { readDataset } = await import("./read-dataset.ts");
  return readDataset(format, file, values, signal);
}
