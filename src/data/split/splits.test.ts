import { describe, expect, test } from "vitest";
import { cellsOf, tableOf } from "../../../test/table-of.ts";
import { arrays } from "../arrays.ts";
import type { Samples } from "../dataset.ts";
import { kFold } from "../k-fold.ts";
import { limit } from "../split.ts";
import { tableDataset } from "../table/table-dataset.ts";

const N = 120;
const numbered = {
  inputs: Array.from({ length: N }, (_, i) => [i]),
  labels: Array.from({ length: N }, (_, i) => i % 2),
};
const numbersIn = (samples: Samples | undefined): number[] => Array.from(samples?.inputs.data ?? []);
/** Groups of 1, 2, … 15 samples: 120 in all. */
const sizes = Array.from({ length: 15 }, (_, group) => group + 1);
const groups = sizes.flatMap((size, group) => new Array<string>(size).fill(`patient ${group}`));

describe("a split by group", () => {
  test("has no group on two sides, and sizes as near as whole groups allow", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { train, validation, test: tested } = arrays(numbered, { groups, validation: 0.2, test: 0.25, seed });
      const sets = [train, validation, tested].map((part) => numbersIn(part));
      expect(sets.flat().sort((a, b) => a - b)).toEqual(numbersIn(arrays(numbered).train));
      const named = sets.map((numbers) => new Set(numbers.map((i) => groups[i])));
      for (const name of new Set(groups)) expect(named.filter((set) => set.has(name))).toHaveLength(1);
      expect(Math.abs(sets[1].length - 24)).toBeLessThanOrEqual(3);
      expect(Math.abs(sets[2].length - 30)).toBeLessThanOrEqual(3);
    }
  });

  test("is the same under the same seed, and another under another", () => {
    const testedBy = (seed: number) => numbersIn(arrays(numbered, { groups, test: 30, seed }).test);
    expect(testedBy(1)).toEqual(testedBy(1));
    expect(testedBy(1)).not.toEqual(testedBy(2));
  });

  test("leaves every class a training sample, where some draw does", () => {
    const labels = groups.map((name) => (["patient 13", "patient 14"].includes(name) ? 1 : 0));
    for (let seed = 1; seed <= 20; seed++)
      expect(new Set(arrays({ ...numbered, labels }, { groups, test: 0.4, seed }).train.targets.data).size).toBe(2);
    const few = groups.map((_, i) => (i < 105 ? "others" : "patient 14"));
    const apart = groups.map((_, i) => (i < 105 ? "healthy" : "ill"));
    expect(() => arrays({ ...numbered, labels: apart }, { groups: few, test: 60 })).toThrow(
      /arrays: group: expected training samples of every class, received none of class (healthy|ill)/,
    );
  });

  test("is refused for fewer groups than sets, and for other numbers of groups than of samples", () => {
    const two = groups.map((_, i) => i % 2);
    expect(() => arrays(numbered, { groups: two, test: 0.2, validation: 0.2 })).toThrow(
      "arrays: group: expected at least 3 groups, one for each set, received 2.",
    );
    expect(() => arrays(numbered, { groups: [1, 2], test: 0.2 })).toThrow(
      "arrays: groups: expected a list of 120 groups, one for each sample, received 2.",
    );
    expect(() => arrays(numbered, { groups: [null as never, ...groups.slice(1)], test: 0.2 })).toThrow(
      "received null at index 0",
    );
  });
});

describe("a split by order", () => {
  const days = Array.from({ length: N }, (_, i) =>
    new Date(Date.UTC(2024, 0, 1 + ((i * 7) % N))).toISOString().slice(0, 10),
  );

  test("tests the last samples, and validates those before them", () => {
    const { train, validation, test: tested } = arrays(numbered, { order: days, validation: 20, test: 0.25 });
    const daysIn = (part: Samples | undefined) => numbersIn(part).map((i) => days[i]);
    expect([train, validation, tested].flatMap(daysIn)).toEqual([...days].sort());
    expect(numbersIn(validation)).toHaveLength(20);
    expect(numbersIn(tested)).toHaveLength(30);
  });

  test("takes numbers too, as numbers and as text", () => {
    const order = Array.from({ length: N }, (_, i) => `${N - i}`);
    expect(numbersIn(arrays(numbered, { order, test: 3 }).test)).toEqual([2, 1, 0]);
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      "a class that only comes later",
      () =>
        arrays(
          { ...numbered, labels: days.map((day) => (day > "2024-04-10" ? "late" : "early")) },
          { order: days, test: 0.25 },
        ),
      /order: expected training samples of every class, received none of class late/,
    ],
    [
      "a place that is none",
      () => arrays(numbered, { order: days.with(3, "soon"), test: 1 }),
      /arrays: order: expected dates, as "2024-01-01", received "soon" at index 3/,
    ],
    [
      "groups too",
      () => arrays(numbered, { order: days, groups, test: 1 }),
      /expected a split by group or by order, received both/,
    ],
  ])("refuses %s", (_, split, message) => {
    expect(split).toThrow(message);
  });
});

describe("data of a table", () => {
  const x = cellsOf(N, (row) => (row === 7 ? null : row * row));
  const table = tableOf({
    x,
    patient: groups,
    day: cellsOf(N, (row) => N - row),
    y: cellsOf(N, (row) => ["a", "b"][row % 2]),
  });
  const fillOf = (data: { columns?: { inputs: readonly object[] } }) =>
    data.columns?.inputs[0] as { fill: number; flag: boolean };
  const middle = (numbers: readonly number[]) => {
    const sorted = numbers.toSorted((a, b) => a - b);
    return (sorted[Math.ceil(sorted.length / 2) - 1] + sorted[Math.floor(sorted.length / 2)]) / 2;
  };

  test("are encoded anew by the training rows of each fold", () => {
    const data = tableDataset(table, { target: "y", ignore: ["patient", "day"], test: 20, validation: 10 });
    const folds = kFold(data, 5);
    expect(folds).toHaveLength(5);
    const tested = data.table?.rows.test ?? new Uint32Array();
    for (const fold of folds) {
      const rows = fold.table?.rows.train ?? new Uint32Array();
      expect(fold.table?.rows.test).toEqual(tested);
      expect(fillOf(fold).fill).toBe(
        middle(Array.from(rows, (row) => x[row]).filter((cell) => typeof cell === "number")),
      );
      expect(fillOf(fold).flag).toBe(rows.includes(7));
      expect(fold.train.inputs.shape).toEqual([rows.length, rows.includes(7) ? 2 : 1]);
    }
    const validated = folds.flatMap((fold) => [...(fold.table?.rows.validation ?? [])]).sort((a, b) => a - b);
    expect(validated).toEqual([...Array(N).keys()].filter((row) => !tested.includes(row)));
  });

  test("are encoded anew where samples are taken", () => {
    const data = tableDataset(table, { target: "y", ignore: ["patient", "day"], test: 20 });
    const limited = limit(data, { train: 11, test: 5 });
    const rows = limited.table?.rows.train ?? new Uint32Array();
    expect([limited.train.inputs.shape[0], limited.test?.inputs.shape[0], rows.length]).toEqual([11, 5, 11]);
    expect(fillOf(limited).fill).toBe(
      middle(Array.from(rows, (row) => x[row]).filter((cell) => typeof cell === "number")),
    );
  });

  test("keep groups together, also in folds of sizes as equal as they allow", () => {
    const data = tableDataset(table, { target: "y", group: "patient", numeric: "day", test: 20 });
    expect(data.columns?.inputs[1]).toEqual({ kind: "ignored", name: "patient", why: "the groups of the split" });
    const tested = new Set(Array.from(data.table?.rows.test ?? [], (row) => groups[row]));
    expect(Array.from(data.table?.rows.train ?? [], (row) => groups[row]).some((name) => tested.has(name))).toBe(false);
    const folds = kFold(data, 4);
    const named = folds.map((fold) => new Set(Array.from(fold.table?.rows.validation ?? [], (row) => groups[row])));
    for (const name of new Set(groups))
      expect(named.filter((set) => set.has(name))).toHaveLength(tested.has(name) ? 0 : 1);
    const held = folds.map((fold) => fold.validation?.inputs.shape[0] ?? 0);
    expect(Math.max(...held) - Math.min(...held)).toBeLessThanOrEqual(6);
  });

  test("in an order are validated by what comes later: the folds of TimeSeriesSplit (scikit-learn 1.2.1)", () => {
    const data = tableDataset(table, { target: "y", order: "day", ignore: "patient" });
    const folds = kFold(data, 3).map((fold) => [fold.table?.rows.train, fold.table?.rows.validation]);
    const rows = (start: number, end: number) => Uint32Array.from({ length: end - start }, (_, i) => N - 1 - start - i);
    expect(folds).toEqual([
      [rows(0, 30), rows(30, 60)],
      [rows(0, 60), rows(60, 90)],
      [rows(0, 90), rows(90, 120)],
    ]);
  });

  test("need a number or a date in every row to be ordered, and a group to be grouped", () => {
    const bad = {
      ...table,
      columns: [...table.columns, { name: "when", cells: cellsOf(N, (row) => (row === 4 ? null : "2024-05-01")) }],
    };
    expect(() => tableDataset(bad, { target: "y", order: "when" })).toThrow(
      'table: line 6, column when: expected a date, as "2024-05-01", received a missing value.',
    );
    expect(() => tableDataset(bad, { target: "y", group: "when" })).toThrow(
      "table: line 6, column when: expected a group, received a missing value.",
    );
  });
});

test("folds of arrays keep groups together", () => {
  const data = arrays(numbered);
  const folds = kFold(data, 3, { groups });
  const named = folds.map((fold) => new Set(numbersIn(fold.validation).map((i) => groups[i])));
  for (const name of new Set(groups)) expect(named.filter((set) => set.has(name))).toHaveLength(1);
  // as GroupKFold (scikit-learn 1.2.1)
  expect(folds.map((fold) => fold.validation?.inputs.shape[0]).sort()).toEqual([39, 40, 41]);
  expect(() => kFold(data, 3, { groups: groups.map((_, i) => i % 2) })).toThrow(
    "kFold: groups: expected at least 3 groups, one for each fold, received 2.",
  );
  expect(() => kFold(data, 3, { groups: ["a"] })).toThrow(
    "kFold: groups: expected a list of 120 groups, one for each sample, received 1.",
  );
});
