import { jsonLines as ofFile } from "../../sources/json-lines.ts";
import { JSON_LINES } from "../read/formats.ts";
import { jsonLinesTableOf } from "../read/read-json-lines.ts";
import { opening, type RecordsFileOptions, type RecordsOptions, type TextDoor } from "../read/table-door.ts";

/** A text that is known to be the path of such a file. */
export type JsonLinesPath = `${string}.${"jsonl" | "ndjson"}` | `${string}.${"jsonl" | "ndjson"}.gz`;

export const jsonLines = opening(JSON_LINES, ofFile, jsonLinesTableOf) as unknown as TextDoor<
  JsonLinesPath,
  RecordsOptions,
  RecordsFileOptions
>;
