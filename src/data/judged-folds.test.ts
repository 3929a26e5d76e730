import { expect, test } from "vitest";
import { arrays } from "./arrays.ts";
import { judgedFolds } from "./judged-folds.ts";
import { csv } from "./table/doors/csv.ts";

const rows = Array.from({ length: 60 }, (_, i) => `${i},${i % 7},patient${i % 12},${i % 3 ? "p" : "q"}`);
const text = `x,z,who,y\n${rows.join("\n")}\n`;

test("every row is in one test set, and none that validates is tested or trained on", () => {
  const folds = judgedFolds(csv(text, { target: "y", ignore: "who" }), 4, { validation: 0.2, seed: 3 });
  const tested = folds.flatMap(({ table }) => [...(table?.rows.test ?? [])]);
  expect([...tested].sort((a, b) => a - b)).toEqual(rows.map((_, i) => i));
  for (const { table, train, validation, test: held } of folds) {
    const all = Object.values(table?.rows ?? {}).flatMap((part) => [...part]);
    expect([all.length, new Set(all).size]).toEqual([60, 60]);
    expect([train, validation, held].map((part) => part?.inputs.shape[0])).toEqual([36, 9, 15]);
  }
});

test("groups stay together in all three sets", () => {
  for (const { table } of judgedFolds(csv(text, { target: "y", group: "who" }), 3, { validation: 0.2 })) {
    const patients = Object.values(table?.rows ?? {}).map((part) => new Set([...part].map((row) => row % 12)));
    expect(patients.length).toBe(3);
    expect(patients.reduce((sum, { size }) => sum + size, 0)).toBe(12);
  }
});

test("samples without a table are dealt too; none are held out where none are asked for", () => {
  const inputs = rows.map((_, i) => [i]);
  const folds = judgedFolds(arrays({ inputs, labels: rows.map((_, i) => i % 2) }), 3, { validation: 0 });
  expect(folds.flatMap(({ test: held }) => [...(held?.inputs.data ?? [])]).sort((a, b) => a - b)).toEqual(
    inputs.flat(),
  );
  expect(folds.map(({ train, validation }) => [train.inputs.shape[0], validation])).toEqual([
    [40, undefined],
    [40, undefined],
    [40, undefined],
  ]);
});
