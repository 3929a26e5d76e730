import { describe, expect, test } from "vitest";
import { cellsOf, tableOf } from "../../../test/table-of.ts";
import { tableDataset } from "./table-dataset.ts";
import type { TableOptions } from "./table-options.ts";

const N = 60;
/** Noise that is the same at each run. */
const noise = (row: number) => ((row * 7919) % 1009) / 1009;
const y = cellsOf(N, (row) => noise(row + 3) * 10);

/** Of each column of a table, what it is found to be. */
function kindsOf(columns: Parameters<typeof tableOf>[0], options: TableOptions = {}) {
  const { columns: encoding } = tableDataset(tableOf({ anchor: cellsOf(N, noise), ...columns, y }), {
    target: "y",
    ...options,
  });
  return Object.fromEntries(
    (encoding?.inputs ?? [])
      .slice(1)
      .map((column) => [column.name, column.kind === "ignored" ? column.why : column.kind]),
  );
}

describe("the kind of a column", () => {
  test("follows from all of its cells", () => {
    expect(
      kindsOf({
        length: cellsOf(N, (row) => `${noise(row)}`),
        count: cellsOf(N, (row) => `${(row * 37) % 1000}`),
        code: cellsOf(N, (row) => `${row % 3}`),
        gaps: cellsOf(N, (row) => (row % 5 === 0 ? null : `${row * 0.5}`)),
        present: cellsOf(N, (row) => (row % 2 === 0 ? null : "1")),
        city: cellsOf(N, (row) => ["Bern", "Genf", "Chur"][row % 3]),
        mixed: cellsOf(N, (row) => ["1", "2", "A"][row % 3]),
        street: cellsOf(N, (row) => `street ${row % 25}`),
        yes: cellsOf(N, (row) => (row % 2 === 0 ? "true" : "false")),
      }),
    ).toEqual({
      length: "numeric",
      count: "numeric",
      code: "numeric",
      gaps: "numeric",
      present: "numeric",
      city: "categorical",
      mixed: "categorical",
      street: "categorical",
      yes: "categorical",
    });
  });

  test("constants, numbers of rows, texts and dates are left out, with the reason", () => {
    expect(
      kindsOf({
        always: cellsOf(N, () => "3"),
        never: cellsOf(N, () => null),
        row: cellsOf(N, (row) => `${N - row}`),
        patientId: cellsOf(N, (row) => `${row * row + 17}`),
        name: cellsOf(N, (row) => `person ${row}`),
        note: cellsOf(N, (row) => `something that was seen ${row % 50}`),
        when: cellsOf(N, (row) => `2024-02-${10 + (row % 18)}T12:00:00Z`),
      }),
    ).toEqual({
      always: 'constant, always "3"',
      never: "empty",
      row: "an id: counts the rows from 1 to 60",
      patientId: "an id, by its name",
      name: "an id: a different value in each row",
      note: "text: 50 different values in 60 rows",
      when: '18 dates; order: "when" splits by them',
    });
  });

  test("years, times, ranks and measurements are quantities, also where no two rows have the same", () => {
    const columns = {
      founded: cellsOf(N, (row) => row + 1950),
      order_number: cellsOf(N, (row) => row + 2),
      mass: cellsOf(N, (row) => row * row + 17),
      "rank of 2024": cellsOf(N, (row) => N - row),
      elapsed_seconds: cellsOf(N, (row) => row),
      day: cellsOf(N, (row) => row + 1),
    };
    expect(new Set(Object.values(kindsOf(columns)))).toEqual(new Set(["numeric"]));
  });

  test("options say otherwise", () => {
    const columns = {
      row: cellsOf(N, (row) => row),
      code: cellsOf(N, (row) => row % 3),
      name: cellsOf(N, (row) => `person ${row}`),
      spare: cellsOf(N, noise),
    };
    expect(kindsOf(columns, { numeric: ["row"], categorical: ["code", "name"], ignore: "spare" })).toEqual({
      row: "numeric",
      code: "categorical",
      name: "categorical",
      spare: "as asked",
    });
  });

  test("numbers of rows are a quantity where there is nothing else", () => {
    const { columns } = tableDataset(tableOf({ x: cellsOf(N, (row) => row), y }), { target: "y" });
    expect(columns?.inputs).toEqual([{ kind: "numeric", name: "x", fill: 29.5, flag: false }]);
  });

  test.each<[string, (row: number) => string, RegExp]>([
    [
      "a word among numbers",
      (row) => (row === 41 ? "n.b." : `${noise(row)}`),
      /table: line 43, column x: expected a number, as in 59 other rows, received "n.b.". If it means that a value is missing: missing: \["n.b."\]/,
    ],
    [
      "numbers that become words",
      (row) => (row < 40 ? `${noise(row)}` : `word ${row % 3}`),
      /table: line 42, column x: expected a number, as in 40 other rows, received "word 1", the first of 20 words/,
    ],
    [
      "words that become numbers",
      (row) => (row < 30 ? `word ${row % 3}` : `${noise(row)}`),
      /table: line 32, column x: expected words, as in 30 other rows, received "0.\d+", the first of 30 numbers/,
    ],
  ])("refuses %s", (_, cell, message) => {
    expect(() => kindsOf({ x: cellsOf(N, cell) })).toThrow(message);
  });
});

describe("what there is to learn", () => {
  const learned = (cells: Parameters<typeof cellsOf>[1], options: TableOptions = {}) => {
    const data = tableDataset(tableOf({ x: cellsOf(N, noise), t: cellsOf(N, cell(cells)) }), {
      target: "t",
      ...options,
    });
    return { task: data.task, classes: data.classes, hints: data.table?.hints, targets: data.train.targets };
  };
  const cell = (of: Parameters<typeof cellsOf>[1]) => of;

  test("words are classes in the order in which they appear, yes and no with yes as the second", () => {
    expect(learned((row) => ["c", "a", "b"][row % 3])).toMatchObject({
      task: "classification",
      classes: ["c", "a", "b"],
      hints: [],
    });
    expect(learned((row) => ["Yes", "No"][row % 2])).toMatchObject({
      task: "binary",
      classes: ["No", "Yes"],
      hints: [],
    });
    expect(learned((row) => ["true", "false"][row % 2]).classes).toEqual(["false", "true"]);
    expect(learned((row) => ["dog", "cat"][row % 2]).classes).toEqual(["dog", "cat"]);
  });

  test("whole numbers of which each stands in many rows are classes, and the guess is said", () => {
    const { task, classes, hints } = learned((row) => `${(row % 3) + 4}`);
    expect([task, classes]).toEqual(["classification", ["4", "5", "6"]]);
    expect(hints).toEqual([
      't has 3 different whole numbers, which are taken as classes. If they are quantities, set task: "regression".',
    ]);
    expect(learned((row) => row % 2).task).toBe("binary");
  });

  test("other numbers are quantities, and where they could be classes, this is said", () => {
    expect(learned((row) => noise(row))).toMatchObject({ task: "regression", classes: undefined, hints: [] });
    const { task, hints, targets } = learned((row) => row % 12);
    expect([task, targets.shape]).toEqual(["regression", [60, 1]]);
    expect(hints).toEqual([
      't has 12 different whole numbers, which are taken as quantities. If they are classes, set task: "classification".',
    ]);
  });

  test("a given task decides, and nothing is said", () => {
    expect(learned((row) => row % 3, { task: "regression" })).toMatchObject({ task: "regression", hints: [] });
    expect(learned((row) => row % 12, { task: "classification" }).classes).toHaveLength(12);
    expect(learned((row) => row % 12, { target: undefined, label: "t" })).toMatchObject({
      task: "classification",
      hints: [],
    });
  });

  test("several columns are quantities, or labels where all say yes or no", () => {
    const columns = {
      x: cellsOf(N, noise),
      a: cellsOf(N, (row) => row % 2),
      b: cellsOf(N, (row) => ["no", "yes"][row % 2]),
      c: y,
    };
    const labels = tableDataset(tableOf(columns), { target: ["a", "b"], ignore: "c" });
    expect([labels.task, labels.classes, labels.train.targets.shape]).toEqual(["multilabel", undefined, [60, 2]]);
    expect(Array.from(labels.train.targets.data).slice(0, 4)).toEqual([0, 0, 1, 1]);
    expect(labels.table?.hints).toEqual([
      'a, b are all yes or no, and are taken as labels that can hold at once. If they are quantities, set task: "regression".',
    ]);
    expect(tableDataset(tableOf(columns), { target: ["a", "c"] }).task).toBe("regression");
    expect(() => tableDataset(tableOf(columns), { target: ["a", "b", "c"] })).toThrow(
      /line 2, column b: expected a number, as a target of regression, received "no"/,
    );
  });

  test("rows without a target are refused, or left out", () => {
    const table = tableOf({
      x: cellsOf(N, noise),
      t: cellsOf(N, (row) => (row % 10 === 4 ? null : ["a", "b"][row % 2])),
    });
    expect(() => tableDataset(table, { target: "t" })).toThrow(
      'table: line 6, column t: expected a target, received none, and none in 5 other rows. Leave such rows out with unlabeled: "drop"',
    );
    const data = tableDataset(table, { target: "t", unlabeled: "drop" });
    expect(data.train.inputs.shape[0]).toBe(54);
    expect(data.table?.table.lineOf?.(4)).toBe(7);
  });

  test.each<[string, (row: number) => string | number, TableOptions, RegExp]>([
    ["one class", () => "a", {}, /column t: expected at least two classes to tell apart, received one, "a"/],
    [
      "a class for each row",
      (row) => `c${row}`,
      {},
      /expected classes with several rows each, received 60 different values/,
    ],
    [
      "three classes for yes or no",
      (row) => `c${row % 3}`,
      { task: "binary" },
      /expected two classes, for yes or no, received 3/,
    ],
    [
      "words as quantities",
      (row) => `c${row % 3}`,
      { task: "regression" },
      /line 2, column t: expected a number, as a target of regression, received "c0"/,
    ],
    ["no target", () => 1, { target: undefined }, /expected `target`, .* received neither/],
    ["two targets", () => 1, { label: "t" }, /received both/],
    ["an unknown target", () => 1, { target: "T2" }, /table: target: expected column x, t, received "T2"/],
    ["a near name", () => 1, { target: "tt", ignore: "X" }, /table: (target|ignore): expected column x, t/],
    [
      "a target that is left out",
      () => 1,
      { ignore: "t" },
      /table: ignore: expected columns that are not the target, received "t"/,
    ],
    [
      "a column of two kinds",
      () => 1,
      { numeric: "x", categorical: "x" },
      /categorical: expected columns that are not in numeric, received "x"/,
    ],
    [
      "no inputs",
      (row) => `c${row % 3}`,
      { ignore: "x" },
      /expected at least one column of inputs, received none: x is ignored \(as asked\)/,
    ],
    ["an unknown option", () => 1, { valdation: 0.2 } as never, /Did you mean validation/],
  ])("refuses %s", (_, cells, options, message) => {
    expect(() => learned(cells, options)).toThrow(message);
  });

  test("a table without rows is refused", () => {
    expect(() => tableDataset(tableOf({ x: [], t: [] }), { target: "t" })).toThrow(
      "expected at least one row of data, received none",
    );
  });
});

test("hints say which columns are not used, and what is missing in other rows than those of training", () => {
  const data = tableDataset(
    tableOf({
      x: cellsOf(N, (row) => (row === 59 ? null : noise(row))),
      id: cellsOf(N, (row) => `n${row}`),
      day: cellsOf(N, (row) => row),
      y,
    }),
    { target: "y", order: "day", test: 5 },
  );
  expect(data.table?.hints).toEqual([
    "Columns that are not used: id (an id: a different value in each row). Name one in numeric (--numeric) or categorical (--categorical) to use it, or in ignore (--ignore) to leave it out.",
    "Values of x are missing in the validation or test set alone: they are filled with the median, without a feature that says so.",
  ]);
});

test("a column of weights says how much samples count, and is no input", () => {
  const table = tableOf({ x: cellsOf(N, noise), w: cellsOf(N, (row) => `${row % 4}`), y });
  const data = tableDataset(table, { target: "y", weights: "w", test: 0.25 });
  expect(data.columns?.weights).toBe("w");
  expect(data.train.inputs.shape).toEqual([45, 1]);
  expect(data.train.weights).toHaveLength(45);
  expect(Array.from(data.test?.weights ?? [])).toEqual(Array.from(data.table?.rows.test ?? [], (row) => row % 4));
  expect(() => tableDataset(tableOf({ x: y, w: cellsOf(N, () => -1), y }), { target: "y", weights: "w" })).toThrow(
    "table: line 2, column w: expected a weight of at least 0, received -1",
  );
});
