import { expect, test } from "vitest";
import { csvColumns } from "./csv-columns.ts";

test("columns have their names, whatever the delimiter and the quotes", () => {
  expect(csvColumns('id;"size; cm";kind\n1;2;a\n')).toEqual(["id", "size; cm", "kind"]);
  expect(csvColumns(new TextEncoder().encode("x\ty\n1\t2"))).toEqual(["x", "y"]);
  expect(csvColumns("1,2\n3,4", { header: false })).toEqual(["1", "2"]);
});

test("a damaged table is refused by its line", () => {
  expect(() => csvColumns("a,b\n1,2\n3", { name: "pets.csv" })).toThrow(
    "pets.csv: line 3: expected 2 cells, one for each column, received 1.",
  );
});
