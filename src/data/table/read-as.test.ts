import { parse } from "valibot";
import { expect, test } from "vitest";
import { tableEncoding } from "../../predict/table-encoding-schema.ts";
import { csv } from "./doors/csv.ts";
import { json } from "./doors/json.ts";
import { encodeRows } from "./encode-rows.ts";
import { readAs } from "./read-as.ts";
import type { TableEncoding } from "./table-encoding.ts";

function rows(count: number, row: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => row(i)).join("\n");
}

const sizes = `size;kind\n${rows(30, (i) => `${i % 5 === 0 ? "-999" : `${i},5`};${i % 2 ? "a" : "b"}`)}`;
const columns = csv(sizes, { target: "kind", decimal: ",", missing: -999 }).columns as TableEncoding;

test("what means a missing value in a table means it in rows to predict", () => {
  const { data } = encodeRows(columns, [
    { size: -999 },
    { size: "-999" },
    { size: null },
    { size: "NA" },
    { size: " " },
  ]);
  const [fill, flag] = data;
  expect(flag).toBe(1);
  expect([...data]).toEqual([fill, 1, fill, 1, fill, 1, fill, 1, fill, 1]);
});

test("a decimal comma of a table is one in rows to predict", () => {
  expect([...encodeRows(columns, [{ size: "7,5" }, { size: 7.5 }]).data]).toEqual([7.5, 0, 7.5, 0]);
});

test("where only the empty cell was missing, NA is a word in rows to predict too", () => {
  const text = `country,y\n${rows(30, (i) => `${["NA", "CH", "", "FR"][i % 4]},${i * i}`)}`;
  const strict = csv(text, { target: "y", missing: false }).columns as TableEncoding;
  const usual = csv(text, { target: "y" }).columns as TableEncoding;
  const country = (encoding: TableEncoding) =>
    encoding.inputs[0].kind === "categorical" && encoding.inputs[0].categories;
  expect(country(strict)).toContain("NA");
  expect(country(usual)).not.toContain("NA");
  expect(encodeRows(strict, [{ country: "NA" }])).not.toEqual(encodeRows(strict, [{ country: "" }]));
  expect(encodeRows(usual, [{ country: "NA" }])).toEqual(encodeRows(usual, [{ country: "" }]));
});

test("blanks around a text count neither in a table of JSON nor in rows to predict", () => {
  const list = Array.from({ length: 20 }, (_, i) => ({ color: i % 2 ? " red " : "blue", y: i * i }));
  const encoding = json(JSON.stringify(list), { target: "y" }).columns as TableEncoding;
  expect(encoding.inputs[0]).toMatchObject({ categories: ["blue", "red"] });
  expect(encodeRows(encoding, [{ color: "red" }])).toEqual(encodeRows(encoding, [{ color: " red" }]));
});

test("is part of a saved model, and of no model of a table that was read as usual", () => {
  expect(parse(tableEncoding, JSON.parse(JSON.stringify(columns))).read).toEqual({ missing: -999, decimal: "," });
  expect(csv("a,y\n1,2\n3,5", { target: "y" }).columns).not.toHaveProperty("read");
  expect(readAs({ missing: undefined, decimal: "." })).toEqual({});
});

test("a hole in a list of rows is no row", () => {
  const list: Record<string, unknown>[] = [{ size: 1 }];
  list[2] = { size: 2 };
  expect(() => encodeRows(columns, list)).toThrow("encodeRows: row 2: expected an object with the columns by name");
});
