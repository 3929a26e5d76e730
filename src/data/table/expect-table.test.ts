import { expect, test } from "vitest";
import { chosenColumns } from "./chosen-columns.ts";
import { expectTable } from "./expect-table.ts";
import { readCsv } from "./read/read-csv.ts";

const age = { name: "age", cells: [42, null, "17"] };

test.each([
  ["no table", undefined, "expected a table, { name, columns"],
  ["a table without a name", { columns: [age] }, "expected a table, { name, columns"],
  ["a column that is a list", { name: "t", columns: [[1, 2]] }, 'columns[0]: expected { name: "age", cells'],
  ["a hole in place of a column", { name: "t", columns: new Array(1) }, 'columns[0]: expected { name: "age", cells'],
  [
    "a name twice",
    { name: "t", columns: [age, age] },
    'columns[1]: expected a different name for every column, received "age"',
  ],
  [
    "columns of other lengths",
    { name: "t", columns: [age, { name: "b", cells: [1] }] },
    "columns[1]: expected 3 cells",
  ],
  [
    "a cell that is a list",
    { name: "t", columns: [{ name: "b", cells: [1, [2]] }] },
    "columns[0].cells[1]: expected text, a number",
  ],
])("%s is refused with its place", (_, value, message) => {
  expect(() => expectTable("tableDataset", value)).toThrow(message);
});

test("a table is accepted", () => {
  expect(() => expectTable("tableDataset", { name: "t", columns: [age] })).not.toThrow();
});

test("naming very many columns takes time in proportion", () => {
  const columns = Array.from({ length: 150_000 }, (_, i) => ({ name: `c${i}`, cells: [i] }));
  const names = columns.map(({ name }) => name);
  expect(chosenColumns({ name: "t", columns }, "ignore", names)).toHaveLength(names.length);
  expect(() => chosenColumns({ name: "t", columns }, "ignore", [...names, "c7"])).toThrow('received "c7" twice');
});

test("a first line without end is read in proportion to its length, piece by piece", async () => {
  async function* pieces() {
    yield "\n\n";
    for (let i = 0; i < 60; i++) yield "a".repeat(50_000);
    yield ",b\r";
    yield "\n1,2";
  }
  const { columns, lineOf } = await readCsv("wide", pieces(), {});
  expect(columns.map(({ name, cells }) => [name.length, cells])).toEqual([
    [3_000_000, ["1"]],
    [1, ["2"]],
  ]);
  expect(lineOf?.(0)).toBe(4);
});
