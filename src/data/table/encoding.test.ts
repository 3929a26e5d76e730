import { expect, test } from "vitest";
import { cellsOf, tableOf } from "../../../test/table-of.ts";
import { encodeRows } from "./encode-rows.ts";
import { featureNames } from "./features-of.ts";
import { numericFeatures } from "./numeric-features.ts";
import { tableDataset } from "./table-dataset.ts";

/** The last two rows are tested: what is fitted must not depend on them. */
const penguins = tableOf({
  bill: ["39.1", null, "40.3", "36.7", "39.3", "38.9", null, "42.0"],
  flipper: ["181", "186", "195", null, "190.5", "181", "195", "198"],
  island: ["Torgersen", "Biscoe", "Torgersen", "Dream", "Torgersen", "Biscoe", "Dream", "Elsewhere"],
  species: ["a", "b", "a", "b", "a", "b", "a", "b"],
  day: cellsOf(8, (row) => row),
});
const { train, test: tested, columns, classes } = tableDataset(penguins, { target: "species", order: "day", test: 2 });

/** Python: scikit-learn 1.2.1, SimpleImputer(strategy="median", add_indicator=True) fitted to the first six rows. */
const MEDIANS = [39.1, 186];
const NUMBERS = [
  [39.1, 0, 181, 0],
  [39.1, 1, 186, 0],
  [40.3, 0, 195, 0],
  [36.7, 0, 186, 1],
  [39.3, 0, 190.5, 0],
  [38.9, 0, 181, 0],
  [39.1, 1, 195, 0],
  [42, 0, 198, 0],
];
/** Python: scikit-learn 1.2.1, OneHotEncoder(handle_unknown="ignore") fitted to the first six rows. */
const ISLANDS = [
  [1, 0, 0],
  [0, 1, 0],
  [1, 0, 0],
  [0, 0, 1],
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [0, 0, 0],
];

const rowsOf = ({ shape: [count, width], data }: { shape: readonly number[]; data: ArrayLike<number> }) =>
  Array.from({ length: count }, (_, row) => Array.from(data).slice(row * width, (row + 1) * width));

test("medians, flags and one-hot features are those of scikit-learn", () => {
  expect(columns?.inputs.flatMap((column) => (column.kind === "numeric" ? [column.fill] : []))).toEqual(MEDIANS);
  const rows = [...rowsOf(train.inputs), ...rowsOf(tested?.inputs ?? { shape: [0, 0], data: [] })];
  const expected = NUMBERS.map((numbers, i) => [...numbers, ...ISLANDS[i]].map(Math.fround));
  expect(rows).toEqual(expected);
  expect(classes).toEqual(["a", "b"]);
  expect(Array.from(train.targets.data)).toEqual([0, 1, 0, 1, 0, 1]);
});

test("features have names, and only quantities are scaled", () => {
  if (columns === undefined) throw new Error("columns");
  expect(featureNames(columns)).toEqual([
    "bill",
    "bill missing",
    "flipper",
    "flipper missing",
    "island = Torgersen",
    "island = Biscoe",
    "island = Dream",
  ]);
  expect(numericFeatures(columns)).toEqual([true, false, true, false, false, false, false]);
});

test("rows by name give the features of the same rows of the table, to the bit", () => {
  if (columns === undefined) throw new Error("columns");
  const rows = penguins.columns[0].cells.map((_, row) =>
    Object.fromEntries(
      penguins.columns.flatMap(({ name, cells }) => (cells[row] === null ? [] : [[name, cells[row]]])),
    ),
  );
  const encoded = encodeRows(columns, rows);
  expect(rowsOf({ ...encoded, data: Float32Array.from(encoded.data) })).toEqual([
    ...rowsOf(train.inputs),
    ...rowsOf(tested?.inputs ?? { shape: [0, 0], data: [] }),
  ]);
  expect(Array.from(encodeRows(columns, [{ bill: 40, flipper: 190, island: "Dream" }]).data)).toEqual([
    40, 0, 190, 0, 0, 0, 1,
  ]);
});

test("a missing category has a feature of its own if the training rows have one, which unseen categories share", () => {
  const table = tableOf({
    island: ["a", null, "a", "b", "b", "c"],
    day: cellsOf(6, (row) => `2024-02-0${row + 1}`),
    x: ["1", "2", "2", "4", "5", "5"],
    y: ["0.5", "1", "2", "3", "4", "5"],
  });
  const { columns, test: tested } = tableDataset(table, { target: "y", order: "day", test: 1 });
  expect(columns?.inputs[0]).toEqual({
    kind: "categorical",
    name: "island",
    categories: ["a", "b"],
    as: "one-hot",
    rest: true,
  });
  expect(Array.from(tested?.inputs.data ?? [])).toEqual([0, 0, 1, 5]);
});

test("more than 16 categories are numbers for vectors; the number after the last is for all others", () => {
  const table = tableOf({
    word: cellsOf(102, (row) => (row >= 100 ? (["never seen", null][row - 100] ?? null) : `w${row % 17}`)),
    day: cellsOf(102, (row) => row),
    y: cellsOf(102, (row) => row / 7),
  });
  const { columns, train, test: tested } = tableDataset(table, { target: "y", order: "day", test: 2 });
  expect(columns?.inputs[0]).toMatchObject({
    as: "embedded",
    categories: Array.from({ length: 17 }, (_, i) => `w${i}`),
  });
  expect(train.inputs.shape).toEqual([100, 1]);
  expect(Array.from(train.inputs.data).slice(15, 19)).toEqual([15, 16, 0, 1]);
  expect(Array.from(tested?.inputs.data ?? [])).toEqual([17, 17]);
});

test("categories that are numbers are found whatever they are written like", () => {
  const table = tableOf({
    grade: ["1.0", "2.0", "1.0", "2.0"],
    y: ["1", "2.5", "3", "4"],
  });
  const { columns } = tableDataset(table, { target: "y", categorical: "grade" });
  if (columns === undefined) throw new Error("columns");
  expect(Array.from(encodeRows(columns, [{ grade: 2 }, { grade: "2" }, { grade: 3 }]).data)).toEqual([
    0, 1, 0, 1, 0, 0,
  ]);
});

test.each<[string, unknown, RegExp]>([
  ["no list", { bill: 1 }, /encodeRows: expected a list of rows, each an object .* received {"bill":1}/],
  ["a row that is a list", [[1, 2]], /row 1: expected an object with the columns by name, received \[1,2\]/],
  ["rows without columns", [{}], /expected rows with the columns by name, received rows without any/],
  [
    "rows of other columns",
    [{ beak: 1 }],
    /expected columns that the model was trained with: bill, flipper, island, received beak/,
  ],
  ["a word for a quantity", [{ bill: 1 }, { bill: "long" }], /row 2, column bill: expected a number, received "long"/],
  ["true for a quantity", [{ bill: true }], /row 1, column bill: expected a number, received "true"/],
  ["an infinite quantity", [{ bill: Infinity }], /expected a number up to 3.4e38.*received Infinity/],
  [
    "a cell that is a list",
    [{ bill: [1] }],
    /column bill: expected a number or text, or null where it is missing, received \[1\]/,
  ],
])("refuses %s", (_, rows, message) => {
  if (columns === undefined) throw new Error("columns");
  expect(() => encodeRows(columns, rows as never)).toThrow(message);
});

test.each([
  [1, 60, true],
  [2, 300, false],
  [4, 300, true],
  [4, 3000, false],
  [5, 3000, true],
])("%i missing values among %i training rows: a flag, if enough to learn from: %s", (missing, rows, flag) => {
  const x = cellsOf(rows, (row) => (row < missing ? null : row / 7));
  const y = cellsOf(rows, (row) => (row % 2 === 0 ? "a" : "b"));
  expect(tableDataset(tableOf({ x, y }), { target: "y" }).columns?.inputs).toMatchObject([{ kind: "numeric", flag }]);
});
