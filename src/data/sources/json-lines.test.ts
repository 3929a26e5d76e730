import { expect, test } from "vitest";
import { filesOfTests } from "../../../test/files-of-tests.ts";
import type { Dataset } from "../dataset.ts";
import { jsonLines } from "../table/doors/json-lines.ts";

const fileWith = filesOfTests();
const LINES = '{"a": 1, "y": 2.5}\r\n\r\n{"y": 3, "a": 2}\n{"a": 4, "y": 1}\n';
const inputsOf = ({ train }: Dataset) => [...train.inputs.data];

test("reads an object on each line, of text, files and streams", async () => {
  expect(inputsOf(jsonLines(LINES, { target: "y" }))).toEqual([1, 2, 4]);
  const path = await fileWith("rows.jsonl", LINES);
  expect(inputsOf(await jsonLines({ path, target: "y" }))).toEqual([1, 2, 4]);
  expect(inputsOf(await jsonLines(new Blob([LINES]).stream(), { target: "y" }))).toEqual([1, 2, 4]);
});

test.each<[string, string, RegExp]>([
  ["a damaged line", '{"y": 1}\n\n{"y": }\n', /^jsonLines: line 3, column 7: expected JSON, received \}/],
  ["two objects on a line", '{"y": 1}\n{"y": 1}{"y": 2}', /line 2, column 9/],
  ["a line that is no object", '{"y": 1}\n3\n', /line 2: expected an object of the columns.* received 3/],
  ["values in values", '{"y": 1}\n{"y": {"b": 1}}\n', /line 2, column y\.b: expected a number/],
  ["no lines", "\n\n", /at least one row of data/],
])("refuses %s", async (_, text, message) => {
  expect(() => jsonLines(text, { target: "y" })).toThrow(message);
  await expect(jsonLines(new Blob([text]), { target: "y" })).rejects.toThrow(message);
});
