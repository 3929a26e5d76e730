import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { csv } from "../../../src/data/table/doors/csv.ts";
import { json } from "../../../src/data/table/doors/json.ts";
import { jsonLines } from "../../../src/data/table/doors/json-lines.ts";
import { parquet } from "../../../src/data/table/doors/parquet.ts";
import { forgeJson } from "../forge-json.ts";
import type { FuzzKind } from "../kind.ts";

type Bytes = Uint8Array<ArrayBuffer>;
const encoded = (text: string) => new TextEncoder().encode(text);
const ROWS = Array.from({ length: 12 }, (_, i) => ({
  width: i / 4,
  note: i % 3 === 0 ? `a "quote", é\nand ${i}` : null,
  wild: i % 2 === 0,
  kind: ["rose", "lily"][i % 2],
}));
const NAMES = Object.keys(ROWS[0]) as (keyof (typeof ROWS)[0])[];
const quoted = (cell: unknown) => (typeof cell === "string" ? `"${cell.replaceAll('"', '""')}"` : `${cell ?? ""}`);
const textTable = (delimiter: string) =>
  encoded(
    [NAMES, ...ROWS.map((row) => NAMES.map((name) => quoted(row[name])))]
      .map((row) => row.join(delimiter))
      .join("\r\n"),
  );

const forge: NonNullable<FuzzKind["forge"]> = (bytes, random) =>
  encoded(forgeJson(new TextDecoder().decode(bytes), random));

/** Tables. None but compressed ones has a checksum. */
export function tablesKinds(): FuzzKind[] {
  const plain = encoded("a,b,kind\n1,2,x\n3,4,y\n5,,x\n7,8e3,y\n");
  const lines = encoded(ROWS.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const columns = Object.fromEntries(NAMES.map((name) => [name, ROWS.map((row) => row[name])]));
  return [
    {
      name: "csv",
      files: [textTable(","), textTable("\t"), textTable(";"), plain],
      isChecked: false,
      read: async (bytes) => csv(bytes, { target: "kind" }),
    },
    {
      name: "csv.gz",
      files: [gzipSync(textTable(",")) as Bytes],
      isChecked: true,
      read: async (bytes) => csv(new Blob([bytes]), { target: "kind" }),
    },
    {
      name: "json",
      files: [encoded(JSON.stringify(ROWS)), encoded(JSON.stringify(columns))],
      isChecked: false,
      forge,
      read: async (bytes) => json(bytes, { target: "kind" }),
    },
    {
      name: "json lines",
      files: [lines],
      isChecked: false,
      forge,
      read: async (bytes) => jsonLines(bytes, { target: "kind" }),
    },
    {
      name: "parquet",
      files: [written(), written({ codec: "GZIP" }), written({ codec: "UNCOMPRESSED", encoding: "DELTA_BYTE_ARRAY" })],
      isChecked: false,
      read: async (bytes) => parquet(bytes, { target: "kind" }),
    },
  ];
}

function written({ codec, encoding }: { codec?: "GZIP" | "UNCOMPRESSED"; encoding?: "DELTA_BYTE_ARRAY" } = {}): Bytes {
  const types = { width: "DOUBLE", note: "STRING", wild: "BOOLEAN", kind: "STRING" } as const;
  const columnData = NAMES.map((name) => ({
    name,
    data: ROWS.map((row) => row[name]),
    type: types[name],
    ...(types[name] === "STRING" && encoding && { encoding }),
  }));
  const compressors = { GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)) };
  return new Uint8Array(parquetWriteBuffer({ columnData: columnData as never, ...(codec && { codec, compressors }) }));
}
