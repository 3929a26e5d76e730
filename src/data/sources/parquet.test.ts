import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { filesOfTests } from "../../../test/files-of-tests.ts";
import type { Dataset } from "../dataset.ts";
import { parquet } from "../table/doors/parquet.ts";
import { RecordMaker } from "../table/read/record-maker.ts";

const fileWith = filesOfTests();
const inputsOf = ({ train }: Dataset) => [...train.inputs.data];

const FLOWERS = [
  { name: "width", data: [1.5, Number.NaN, -3, 2], type: "DOUBLE" },
  { name: "petals", data: [5n, 6n, 7n, 8n], type: "INT64" },
  { name: "wild", data: [true, false, true, null], type: "BOOLEAN" },
  {
    name: "day",
    data: ["2024-01-31", "2024-02-29", "2024-01-31", "2024-02-29"].map((day) => new Date(day)),
    type: "TIMESTAMP",
  },
  { name: "kind", data: ["rose", "lily", "rose", "lily"], type: "STRING" },
] as const;

const written = (codec?: "GZIP") =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: FLOWERS.map((column) => ({ ...column, data: [...column.data] })) as never,
      ...(codec && { codec, compressors: { GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)) } }),
    }),
  );

describe("parquet", () => {
  test("keeps the types of columns: whole numbers, numbers, words of true and false, days", async () => {
    const data = await parquet(written(), { target: "kind" });
    expect([data.name, data.classes]).toEqual(["parquet", ["rose", "lily"]]);
    expect(data.columns?.inputs).toMatchObject([
      { name: "width", kind: "numeric", fill: 1.5, flag: true },
      { name: "petals", kind: "numeric", flag: false },
      { name: "wild", kind: "categorical", categories: ["true", "false"] },
      { name: "day", kind: "ignored" },
    ]);
  });

  test("reads files, Blobs and streams, and pages that are compressed by gzip", async () => {
    const expected = inputsOf(await parquet(written(), { target: "kind" }));
    const path = await fileWith("flowers.parquet", written());
    expect(inputsOf(await parquet(path, { target: "kind" }))).toEqual(expected);
    expect(inputsOf(await parquet({ path, target: "kind" }))).toEqual(expected);
    expect(inputsOf(await parquet(new Blob([written()]), { target: "kind" }))).toEqual(expected);
    expect(inputsOf(await parquet(new Blob([written()]).stream(), { target: "kind" }))).toEqual(expected);
    expect(inputsOf(await parquet(written("GZIP"), { target: "kind" }))).toEqual(expected);
  });

  test.each<[string, Uint8Array, RegExp]>([
    [
      "what is no Parquet file",
      new TextEncoder().encode("a,b\n1,2\n3,4\n5,6"),
      /expected a whole Parquet file, received/,
    ],
    ["half a file", written().subarray(0, 300), /^parquet: expected a whole Parquet file/],
    ["a file with damaged pages", written().map((byte, i) => (i > 10 && i < 120 ? 255 : byte)), /^parquet: expected/],
    ["no bytes", new Uint8Array(0), /^parquet: expected a whole Parquet file/],
    [
      "columns of lists",
      new Uint8Array(parquetWriteBuffer({ columnData: [{ name: "y", data: [{ a: 1 }, { a: 2 }], type: "JSON" }] })),
      /row 1, column y\.a: expected a number/,
    ],
  ])("refuses %s", async (_, bytes, message) => {
    await expect(parquet(bytes, { target: "y" })).rejects.toThrow(message);
  });

  test("refuses a file that is not there, and a text", async () => {
    await expect(parquet("none.parquet", { target: "y" })).rejects.toThrow(/no such file or folder/);
  });
});

test("days are text as 2024-01-31, other moments with their time in UTC", () => {
  const maker = new RecordMaker("records", {});
  for (const at of [new Date("2024-01-31"), new Date("2024-01-31T12:30:00.5Z"), new Date("never")])
    maker.add({ at }, "row");
  expect(maker.table().columns[0].cells).toEqual(["2024-01-31", "2024-01-31T12:30:00.500Z", null]);
});

test("whole numbers that a float64 cannot hold are words", () => {
  const maker = new RecordMaker("records", {});
  for (const id of [9007199254740991n, 9007199254740993n]) maker.add({ id }, "row");
  expect(maker.table().columns[0].cells).toEqual([9007199254740991, "9007199254740993"]);
});
