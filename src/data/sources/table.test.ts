import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { filesOfTests } from "../../../test/files-of-tests.ts";
import { table } from "./table.ts";

const fileWith = filesOfTests();

const COLUMNS = [
  { name: "a", data: [1.5, 2.5, 4.5] },
  { name: "y", data: [2.5, 3.5, 1.5] },
];

test.each<[string, string | Uint8Array]>([
  ["rows.csv", "a,y\n1.5,2.5\n2.5,3.5\n4.5,1.5\n"],
  ["rows.tsv", "a\ty\n1.5\t2.5\n2.5\t3.5\n4.5\t1.5\n"],
  ["rows.JSON", '[{"a":1.5,"y":2.5},{"a":2.5,"y":3.5},{"a":4.5,"y":1.5}]'],
  ["rows.ndjson", '{"a":1.5,"y":2.5}\n{"a":2.5,"y":3.5}\n{"a":4.5,"y":1.5}\n'],
  ["rows.parquet", new Uint8Array(parquetWriteBuffer({ columnData: COLUMNS }))],
])("reads %s by its ending", async (name, content) => {
  const data = await table(await fileWith(name, content), { target: "y" });
  expect([...data.train.inputs.data]).toEqual([1.5, 2.5, 4.5]);
  expect([...data.train.targets.data]).toEqual([2.5, 3.5, 1.5]);
});

test("refuses an unknown ending, and options that the format does not have", async () => {
  await expect(table("rows.xlsx", { target: "y" })).rejects.toThrow(
    /expected a file that ends in \.csv, .*\.parquet, received "rows\.xlsx"\. Name the source that reads it/,
  );
  await expect(table("rows.json", { target: "y", delimiter: ";" })).rejects.toThrow(
    /expected no delimiter for rows\.json, which is read as json, received ";"/,
  );
});
