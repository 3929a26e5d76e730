import { json as ofFile } from "../../sources/json.ts";
import { JSON_ROWS } from "../read/formats.ts";
import { jsonTableOf } from "../read/read-json.ts";
import { opening, type RecordsFileOptions, type RecordsOptions, type TextDoor } from "../read/table-door.ts";

/** A text that is known to be the path of such a file. */
export type JsonPath = `${string}.json` | `${string}.json.gz`;

export const json = opening(JSON_ROWS, ofFile, jsonTableOf) as unknown as TextDoor<
  JsonPath,
  Omit<RecordsOptions, "stream">,
  Omit<RecordsFileOptions, "stream">
>;
