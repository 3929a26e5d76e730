import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { parquet } from "../doors/parquet.ts";
import { expectRuns } from "./expect-runs.ts";

const runs = (bytes: number[], width: number, count: number, of?: number) =>
  expectRuns(new DataView(new Uint8Array(bytes).buffer), 0, bytes.length, width, count, of);

test("runs of one number and of eight in full are counted", () => {
  expect(runs([10, 1], 1, 5, 1)).toBe(5);
  expect(runs([3, 0b0101, 4, 1], 1, 10, 1)).toBe(4);
});

test.each<[string, number[], number, RegExp]>([
  ["a run longer than what is left", [0xfe, 0xff, 0xff, 0xff, 0x0f, 1], 1, /a run of 2147483647 where 5/],
  ["numbers of no bits without an end", [0xff, 0xff, 0xff, 0xff, 0x0f], 0, /a run of 17179869176/],
  ["bytes that end before the run", [3], 1, /goes on behind its end/],
  ["too few numbers", [4, 1], 1, /2 numbers in runs in place of 5/],
  ["a length that does not end", [0xff, 0xff, 0xff, 0xff, 0xff, 1], 1, /more than 32 bits/],
  ["a number of more bits", [10, 2], 1, /the number 2 in 1 bits/],
])("refuses %s", (_, bytes, width, message) => {
  expect(() => runs(bytes, width, 5)).toThrow(message);
});

const written = (encoding?: "DELTA_BYTE_ARRAY") =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: "a", data: [1, null, 3, 4], type: "DOUBLE" },
        { name: "y", data: ["p", "q", "p", "q"], type: "STRING", ...(encoding && { encoding }) },
      ] as never,
      codec: "UNCOMPRESSED",
    }),
  );

test("any byte of a Parquet file may be damaged: it is refused in words or read, at once", async () => {
  for (const file of [written(), written("DELTA_BYTE_ARRAY")])
    for (let at = 0; at < file.length; at++)
      for (const byte of [0, 255, file[at] ^ 1, file[at] ^ 16])
        try {
          await parquet(file.with(at, byte), { target: "y", ignore: [] });
        } catch (error) {
          expect((error as Error).name).toBe("EvenkeelError");
        }
});
