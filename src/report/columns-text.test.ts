import { expect, test } from "vitest";
import { cellsOf, tableOf } from "../../test/table-of.ts";
import { arrays } from "../data/arrays.ts";
import { tableDataset } from "../data/table/table-dataset.ts";
import { columnsText } from "./columns-text.ts";

const N = 60;
const noise = (row: number) => ((row * 7919) % 1009) / 1009;
const table = tableOf(
  {
    id: cellsOf(N, (row) => row + 1),
    mass: cellsOf(N, (row) => (row === 0 ? null : `${Math.round(noise(row) * 4000)}`)),
    island: cellsOf(
      N,
      (row) => ["Biscoe\u001b", "Dream", "Biscoe\u001b", "Torgersen", "Biscoe\u001b", "Dream", "X"][row % 7],
    ),
    street: cellsOf(N, (row) => `street ${row % 20}`),
    species: cellsOf(N, (row) => ["Adelie", "Gentoo"][row % 2]),
  },
  "penguins",
);

test("says of each column what it is, what it has, and what it becomes", () => {
  const text = columnsText(tableDataset(table, { target: "species", order: "id", numeric: "mass", test: 10 }), {
    width: 110,
  });
  expect(text).toBe(`penguins: 5 columns, 50 rows to train on, 10 to test

column   kind         values  missing  becomes                           seen
id       ignored          60           not used: the order of the split
mass     numeric          59        1  a quantity and a flag             99 to 3984, median 2165
island   categorical       4           4 features, one-hot               Biscoe�, Dream, Torgersen, …
street   categorical      20           a trained vector of 9             street 0, street 1, street 2, …
species  target            2           2 classes                         Adelie, Gentoo
`);
});

test("is no wider than the terminal, and counts what is too much", () => {
  const wide = tableOf({
    ...Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`a column with a long name, ${i}`, cellsOf(N, noise)])),
    y: cellsOf(N, (row) => row / 7),
  });
  const lines = columnsText(tableDataset(wide, { target: "y" }), { width: 60 }).split("\n");
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(60);
  expect(lines.at(-2)).toBe("… and 21 more columns");
});

test("is empty for data that are no table", () => {
  expect(columnsText(arrays({ inputs: [[1], [2]], labels: [0, 1] }))).toBe("");
});
