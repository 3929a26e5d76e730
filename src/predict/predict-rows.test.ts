import { afterAll, expect, test, vi } from "vitest";
import { cellsOf, tableOf } from "../../test/table-of.ts";
import * as open from "../backend/open.ts";
import { tableDataset } from "../data/table/table-dataset.ts";
import { dense } from "../model/layers/dense.ts";
import { binaryCrossEntropy } from "../model/losses/binary-cross-entropy.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { readModel } from "../saved/load-model.ts";
import { evaluate } from "../train/evaluate.ts";
import { capacityReport } from "../train/prepare/capacity-report.ts";
import { train } from "../train/train.ts";
import { ensemble } from "./ensemble.ts";
import { TrainedModel } from "./trained-model.ts";

const said = vi.spyOn(console, "warn").mockImplementation(() => {});
afterAll(() => said.mockRestore());

const N = 240;
const noise = (row: number) => ((row * 7919) % 1009) / 1009;
const city = (row: number) => `city ${(row * 13) % 20}`;
const isWarm = (row: number) => (row * 13) % 20 < 10;
/** The city alone decides, of which there are too many for a feature each. */
const table = tableOf({
  x: cellsOf(N, (row) => (row % 9 === 0 ? null : noise(row))),
  kind: cellsOf(N, (row) => ["a", "b", "c"][row % 3]),
  city: cellsOf(N, city),
  degrees: cellsOf(N, (row) => (isWarm(row) ? 1 : -1) + noise(row + 1) / 10),
  warm: cellsOf(N, (row) => (isWarm(row) ? "yes" : "no")),
});
const rows = Array.from({ length: 40 }, (_, row) => ({
  x: noise(row),
  kind: ["a", "b", "c"][row % 3],
  city: city(row),
}));

const data = tableDataset(table, { target: "warm", ignore: "degrees", test: 0.25 });
const run = await train(dense(2), data, { epochs: 30, seed: 1, optimizer: adam({ learningRate: 0.02 }) });
const { model } = run;

test("categories of many values are learned, by vectors that stand before the model", async () => {
  expect(run.test?.accuracy).toBe(1);
  expect(Object.keys(model.parts.weights)).toEqual(["0.embedColumns/table5", "1.dense/kernel", "1.dense/bias"]);
  expect(model.parts.weights["0.embedColumns/table5"]).toHaveLength(21 * 9); // round(1.6 · 21^0.56) = 9
  expect(model.parameterCount).toBe(21 * 9 + (5 + 9) * 2 + 2);
  expect(capacityReport(dense(2), data).parameters).toBe(model.parameterCount);
});

test("rows are predicted by the backend that is asked for", async () => {
  const opened = vi.spyOn(open, "openDevice");
  const [exact, usual] = [await model.predictRows(rows, { backend: "reference" }), await model.predictRows(rows)];
  expect(opened.mock.calls.map(([options]) => options?.backend)).toEqual(["reference", undefined]);
  opened.mockRestore();
  exact.forEach(({ probability }, row) => {
    expect(probability).toBeCloseTo(usual[row].probability ?? 0, 5);
  });
  await expect(model.predictRows(rows, { backend: "webgp" as never })).rejects.toThrow("Did you mean webgpu?");
});

test("rows give a class with its probability and those of all classes, the same as encoded samples", async () => {
  const predicted = await model.predictRows(rows);
  expect(predicted.map((one) => one.class)).toEqual(rows.map((_, row) => (isWarm(row) ? "yes" : "no")));
  const { data: probabilities } = await model.predict(
    (await model.samplesOf(rows.map((row) => ({ ...row, warm: "no" })))).inputs,
  );
  predicted.forEach((one, i) => {
    const [no, yes] = probabilities.subarray(2 * i, 2 * i + 2);
    expect(one).toEqual({ class: yes > no ? "yes" : "no", probability: Math.max(yes, no), probabilities: { no, yes } });
  });
});

test("a saved model predicts the same bits for rows", async () => {
  const loaded = readModel(model.toBytes());
  expect(loaded.columns).toEqual(data.columns);
  expect(await loaded.predictRows(rows)).toEqual(await model.predictRows(rows));
  expect(loaded.toBytes()).toEqual(model.toBytes());
});

test("missing values, unseen categories and unknown columns are taken as they are, and said", async () => {
  said.mockClear();
  const [one] = await model.predictRows([{ knd: "a", city: "city 99", x: null }]);
  expect(one.probability).toBeGreaterThan(0.49);
  const lines = said.mock.calls.flat().join("\n");
  expect(lines).toContain('Column "knd" is not used: the model was not trained with it. Did you mean kind?');
  expect(lines).toContain('Rows lack "kind": it counts as missing.');
  expect(lines).toContain('"city" has values that the training rows did not have: "city 99".');
});

test("no rows give no predictions", async () => {
  expect(await model.predictRows([])).toEqual([]);
});

test("new rows with their targets are evaluated as the test set is", async () => {
  const tested = data.table?.rows.test ?? new Uint32Array();
  const again = Array.from(tested, (row) =>
    Object.fromEntries(table.columns.map(({ name, cells }) => [name, cells[row]])),
  );
  expect(await evaluate(model, await model.samplesOf(again))).toMatchObject(run.test ?? {});
  const only = {
    ...table,
    columns: table.columns.map((column) => ({ ...column, cells: Array.from(tested, (row) => column.cells[row]) })),
  };
  expect(await evaluate(model, await model.samplesOf(only))).toMatchObject(run.test ?? {});
});

test("quantities are given by the names of the targets, and so are the probabilities of labels", async () => {
  const options = { epochs: 2, seed: 1 };
  const numbers = tableDataset(table, { target: "degrees", ignore: "warm" });
  const { model: real } = await train(dense(1), numbers, { ...options, loss: meanSquaredError() });
  const [{ values, ...rest }] = await real.predictRows(rows);
  expect(rest).toEqual({});
  expect(Object.keys(values ?? {})).toEqual(["degrees"]);

  const twice = {
    ...table,
    columns: [...table.columns, { name: "cold", cells: cellsOf(N, (row) => (isWarm(row) ? 0 : 1)) }],
  };
  const labels = tableDataset(twice, { target: ["warm", "cold"], ignore: "degrees" });
  const { model: several } = await train(dense(2), labels, { ...options, loss: binaryCrossEntropy() });
  const [{ probabilities, class: none }] = await several.predictRows(rows);
  expect([Object.keys(probabilities ?? {}), none]).toEqual([["warm", "cold"], undefined]);
  const { targets } = await several.samplesOf([{ ...rows[0], warm: "yes", cold: 0 }]);
  expect(Array.from(targets.data)).toEqual([1, 0]);

  const { model: single } = await train(dense(1), data, { ...options, loss: binaryCrossEntropy() });
  const [yesOrNo] = await single.predictRows(rows);
  expect(Object.keys(yesOrNo.probabilities ?? {})).toEqual(["no", "yes"]);
});

test("members of an ensemble read the same columns; others are refused", async () => {
  const other = await train(dense(2), data, { epochs: 2, seed: 2 });
  const [one] = await ensemble([model, other.model]).predictRows(rows);
  expect(Object.keys(one.probabilities ?? {})).toEqual(["no", "yes"]);
  const shuffled = tableDataset(
    { ...table, columns: table.columns.map((column) => ({ ...column, cells: column.cells.toReversed() })) },
    { target: "warm", ignore: "degrees" },
  );
  const apart = await train(dense(2), shuffled, { epochs: 1, seed: 1 });
  expect(() => ensemble([model, apart.model])).toThrow(
    "ensemble: member 2: expected the columns of the table that member 1 was trained with, with the same categories in the same order, received others.",
  );
});

test("a run goes on with the columns that it began with, and is refused with others", async () => {
  const resumed = await train(dense(2), data, {
    epochs: 31,
    seed: 1,
    optimizer: adam({ learningRate: 0.02 }),
    resume: run,
  });
  expect(resumed.history).toHaveLength(31);
  const { columns } = data;
  if (columns === undefined) throw new Error("columns");
  const others = { ...data, columns: { ...columns, inputs: columns.inputs.toReversed() } };
  await expect(
    train(dense(2), others, { epochs: 31, seed: 1, optimizer: adam({ learningRate: 0.02 }), resume: run }),
  ).rejects.toThrow("train: resume: expected the");
});

test.each<[string, () => unknown, RegExp]>([
  [
    "rows without the target",
    () => model.samplesOf(rows),
    /samplesOf: target: expected column x, kind, city, received "warm"/,
  ],
  [
    "another class",
    () => model.samplesOf([{ ...rows[0], warm: "maybe" }]),
    /row 1, column warm: expected a class of the model: no, yes, received "maybe"/,
  ],
  [
    "a missing target",
    () => model.samplesOf([{ ...rows[0], warm: null }]),
    /row 1, column warm: expected a class of the model: no, yes, received none/,
  ],
  [
    "an unknown option",
    () => model.predictRows(rows, { logits: true } as never),
    /predictRows: expected option batchSize or backend, received "logits"/,
  ],
  [
    "a word for a quantity",
    () => model.predictRows([{ x: "much" }]),
    /predictRows: row 1, column x: expected a number, received "much"/,
  ],
])("refuses %s", async (_, predict, message) => {
  await expect((async () => predict())()).rejects.toThrow(message);
});

/** The bytes of the model with another description of its columns. */
function withColumns(change: (columns: never) => unknown): Uint8Array {
  const columns = change(structuredClone(model.columns) as never) as never;
  return new TrainedModel({ ...model.parts, columns }).toBytes();
}

test.each<[string, (columns: { inputs: Record<string, unknown>[]; targets: unknown }) => unknown, RegExp]>([
  [
    "another number of features",
    (c) => ({ ...c, inputs: c.inputs.slice(1) }),
    /expected columns of 6 features, received 4/,
  ],
  [
    "a median that is no number",
    (c) => ({ ...c, inputs: [{ ...c.inputs[0], fill: null }, ...c.inputs.slice(1)] }),
    /columns.inputs.0.fill/,
  ],
  [
    "a kind that is not known",
    (c) => ({ ...c, inputs: [{ ...c.inputs[0], kind: "magic" }, ...c.inputs.slice(1)] }),
    /columns.inputs.0.kind/,
  ],
  [
    "a category twice",
    (c) => ({ ...c, inputs: [c.inputs[0], { ...c.inputs[1], categories: ["a", "a", "b"] }, c.inputs[2]] }),
    /a name twice/,
  ],
  ["a column twice", (c) => ({ ...c, inputs: [...c.inputs, c.inputs[0]] }), /a column twice/],
  ["targets that are no list", (c) => ({ ...c, targets: "warm" }), /columns.targets/],
])("a file is damaged with %s", (_, change, message) => {
  expect(() => readModel(withColumns(change as never))).toThrow(message);
});
