import { gunzipSync } from "fflate";
import type { Compressors } from "hyparquet";

/** How pages of Parquet files are compressed besides Snappy, which hyparquet has itself. */
export const compressors: Compressors = { GZIP: (bytes, length) => gunzipSync(bytes, { out: new Uint8Array(length) }) };
