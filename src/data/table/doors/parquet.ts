import { parquet as ofFile } from "../../sources/parquet.ts";
import { PARQUET } from "../read/formats.ts";
import { type BytesDoor, opening, type RecordsFileOptions, type RecordsOptions } from "../read/table-door.ts";

export const parquet = opening(PARQUET, ofFile) as unknown as BytesDoor<RecordsOptions, RecordsFileOptions>;
