import { describe, expect, test } from "vitest";
import { filesOfTests } from "../../../test/files-of-tests.ts";
import type { Dataset } from "../dataset.ts";
import { json } from "../table/doors/json.ts";

const fileWith = filesOfTests();
const ROWS = [
  { width: 1.5, wild: true, kind: "rose" },
  { width: -3, wild: false, kind: "lily" },
  { width: null, wild: true, kind: "rose" },
  { wild: false, kind: "lily" },
  { width: 3, wild: false, kind: "lily" },
];

const inputsOf = ({ train }: Dataset) => [...train.inputs.data];

describe("json", () => {
  test("reads a list of rows; a key that a row lacks is a missing value, and true and false are words", () => {
    const data = json(JSON.stringify(ROWS), { target: "kind" });
    expect(data.classes).toEqual(["rose", "lily"]);
    expect(data.columns?.inputs).toMatchObject([
      { name: "width", kind: "numeric", fill: 1.5, flag: true },
      { name: "wild", kind: "categorical", categories: ["false", "true"] },
    ]);
    expect(data.train.inputs.shape[0]).toBe(5);
  });

  test("reads an object of columns, and one as pandas writes it", () => {
    const rows = json('[{"a": 1, "b": 2.5}, {"a": 2, "b": 3}, {"a": 4, "b": 1}]', { target: "b" });
    const columns = json('{"a": [1, 2, 4], "b": [2.5, 3, 1]}', { target: "b" });
    const pandas = json('{"a": {"0": 1, "1": 2, "2": 4}, "b": {"0": 2.5, "1": 3, "2": 1}}', { target: "b" });
    expect(columns.train).toEqual(rows.train);
    expect(pandas.train).toEqual(rows.train);
  });

  test("reads files, bytes and pieces", async () => {
    const text = `\uFEFF${JSON.stringify(ROWS)}`;
    const path = await fileWith("flowers.json", text);
    const bytes = new TextEncoder().encode(text);
    const expected = inputsOf(json(text, { target: "kind" }));
    expect(inputsOf(await json({ path, target: "kind" }))).toEqual(expected);
    expect(inputsOf(json(bytes, { target: "kind" }))).toEqual(expected);
    expect(inputsOf(await json(new Blob([bytes]), { target: "kind" }))).toEqual(expected);
  });

  test.each<[string, string, RegExp]>([
    [
      "a damaged text, with line and column",
      '[{"a": 1},\n {"a": }]',
      /^json: line 2, column 8: expected JSON, received \}\]/,
    ],
    ["a text that ends early", '[{"a": 1}', /line 1, column 10: expected JSON, received the end of the text/],
    ["a text in a text that ends early", '[{"a": "x', /received the end of the text/],
    ["NaN", '[{"a": NaN}]', /line 1, column 8: .* Write null in place of NaN/],
    ["a dictionary of Python", "[{'a': 1}]", /column 3: .* texts in double quotes/],
    [
      "values in values",
      '[{"y": 1}, {"y": {"b": 1}}]',
      /row 2, column y\.b: expected a number, a text.* ignore: \["y"\]/,
    ],
    ["lists in values", '[{"y": [1, 2]}]', /row 1, column y\[0\]/],
    ["rows that are no objects", "[[1, 2]]", /row 1: expected an object of the columns.* received \[1,2\]/],
    [
      "columns of different lengths",
      '{"a": [1, 2], "y": [1]}',
      /json: y: expected 2 values, for the same rows as a, received 1/,
    ],
    ["columns of other rows", '{"a": {"0": 1}, "y": {"1": 1}}', /json: y: .* received other rows/],
    ["a column that is none", '{"a": 1}', /json: a: expected a list of rows/],
    ["a number", "3\n", /json: expected a list of rows, .* received 3/],
    ["no rows", "[]", /at least one row of data, received none/],
    ["empty rows", "[{}]", /at least one column, received empty rows/],
    ["nothing", "", /expected JSON, received the end of the text/],
  ])("refuses %s", (_, text, message) => {
    expect(() => json(text, { target: "y" })).toThrow(message);
  });

  test("leaves values in values out where it is asked to", () => {
    const text = '[{"a": 1, "b": [], "y": 1.5}, {"a": 2, "b": {}, "y": 2.5}]';
    expect(inputsOf(json(text, { target: "y", ignore: "b" }))).toEqual([1, 2]);
  });
});
