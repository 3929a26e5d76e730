import { expect, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import { scaleToUnit } from "../data/scaling/scale-to-unit.ts";
import { standardize } from "../data/scaling/standardize.ts";
import { dense } from "../model/layers/dense.ts";
import { graph } from "../model/layers/graph.ts";
import { sigmoid } from "../model/layers/sigmoid.ts";
import { binaryCrossEntropy } from "../model/losses/binary-cross-entropy.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { heads } from "../model/losses/heads.ts";
import { meanAbsoluteError } from "../model/losses/mean-absolute-error.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import { ofHead } from "../model/metrics/of-head.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { ensemble } from "../predict/ensemble.ts";
import { readModel } from "../saved/load-model.ts";
import { readRun } from "../saved/load-run.ts";
import { evaluate } from "./evaluate.ts";
import { findRate } from "./find-rate/find-rate.ts";
import { train } from "./train.ts";

/** A class, a price of about 200,000, and two lengths of about 1e-3; what none learns, and a share that a sigmoid gives. */
const inputs = Array.from({ length: 60 }, (_, i) => [((7 * i) % 60) / 30 - 1, ((11 * i) % 60) / 30 - 1]);
const batchOf = (count: number) => ({ shape: [count, 2], data: inputs.slice(0, count).flat() });
const data = arrays(
  {
    inputs,
    labels: { kind: inputs.map(([x]) => (x > 0 ? "up" : x > -0.5 ? "level" : "down")) },
    targets: {
      price: inputs.map(([x, y]) => 2e5 + 5e4 * x - 2e4 * y),
      left: inputs.map(() => 7),
      size: inputs.map(([x, y]) => [1e-3 * (1 + y), 2e-3 * x]),
      share: inputs.map(([x]) => 1 / (1 + Math.exp(-3 * x))),
    },
  },
  { validation: 10, test: 10 },
);
const model = graph(({ input, apply }) => ({
  size: apply(dense(2), input()), // in another order than the targets
  kind: apply(dense(3), input()),
  share: apply(sigmoid(), apply(dense(1), input())),
  price: apply(dense(1), input()),
}));
const loss = heads([
  ["kind", crossEntropy()],
  ["price", meanSquaredError()],
  ["size", meanSquaredError()],
  ["share", meanSquaredError()],
]);
const options = { loss, epochs: 30, threads: 0, optimizer: adam({ learningRate: 0.05 }) };
const run = await train(model, data, options);

test("each output of real numbers is standardized by itself; classes and bounded outputs stay as they are", () => {
  const { subtract, multiply } = run.model.parts.targetScale as { subtract: number[]; multiply: number[] };
  expect(subtract).toHaveLength(7);
  expect([subtract.slice(2, 6), multiply.slice(2, 6)]).toEqual([
    [0, 0, 0, 0],
    [1, 1, 1, 1],
  ]);
  expect(subtract[6]).toBeGreaterThan(1e5);
  expect(multiply[0]).toBeGreaterThan(500);
  expect(run.hints.join()).not.toContain("Targets range");
});

test("predictions and metrics of each are in the units of its targets", async () => {
  const { price, size, share, kind } = (await run.model.predict(batchOf(2))).outputs ?? {};
  expect(Math.abs(price.data[0] - (2e5 - 5e4 + 2e4))).toBeLessThan(2e4);
  expect(Math.abs(size.data[1] + 2e-3)).toBeLessThan(5e-4);
  expect(share.data[0]).toBeLessThan(0.5);
  expect(kind.data.reduce((sum, x) => sum + x)).toBeCloseTo(2, 5);
  const measured = run.test ?? { loss: 0 };
  expect(measured["price.loss"]).toBeLessThan(0.1); // in scaled units
  expect(measured["price.rootMeanSquaredError"]).toBeGreaterThan(10);
  expect(measured["price.rootMeanSquaredError"]).toBeLessThan(2e4);
  expect(measured["size.r2"]).toBeGreaterThan(0.8);
  const inStep = await train(model, data, { ...options, metrics: [ofHead("price", meanAbsoluteError())] });
  expect(inStep.history.at(-1)?.train["price.meanAbsoluteError"]).toBeLessThan(2e4);
  expect(inStep.history.at(-1)?.train["price.meanAbsoluteError"]).toBeGreaterThan(10);
});

test("the confusion matrix of each output with classes stands under its name", () => {
  const { kind, ...others } = run.test?.confusionMatrices ?? {};
  expect(kind.flat().reduce((sum, count) => sum + count)).toBe(10);
  expect(kind).toHaveLength(3);
  expect(others).toEqual({});
  expect(run.test?.confusionMatrix).toBeUndefined();
  const right = kind.reduce((sum, row, i) => sum + row[i], 0) / 10;
  expect(run.test?.["kind.accuracy"]).toBeCloseTo(right, 10);
});

test("it is saved, resumed and evaluated with the same numbers", async () => {
  const saved = readRun(run.toBytes());
  expect(saved.test).toEqual(run.test);
  const again = readModel(run.model.toBytes());
  const held = data.test ?? data.train;
  expect(await again.predict(held.inputs)).toEqual(await run.model.predict(held.inputs));
  expect(await evaluate(again, held, { threads: 0 })).toEqual({ ...run.test, backend: run.backend });
  const half = await train(model, data, { ...options, epochs: 10 });
  const resumed = await train(model, data, { ...options, resume: readRun(half.toBytes()) });
  expect(resumed.weights).toEqual(run.weights);
});

test("members with other scales are averaged in the units of the targets; a range test goes by scaled ones", async () => {
  const unit = await train(model, data, { ...options, targetScaling: scaleToUnit() });
  const together = readModel(ensemble([run.model, unit.model]).toBytes());
  const held = data.test ?? data.train;
  const prices = async (of: typeof together) => (await of.predict(held.inputs)).outputs?.price.data ?? [];
  const [a, b, mean] = [await prices(run.model), await prices(unit.model), await prices(together)];
  for (const [i, x] of mean.entries()) expect(Math.abs(x - (a[i] + b[i]) / 2)).toBeLessThan(2);
  const { losses } = await findRate(run.model, data, { loss, threads: 0, steps: 10 });
  expect(losses[0]).toBeLessThan(2);
});

test("they can be left as they are; a scaling where no output learns numbers is refused", async () => {
  const plain = await train(model, data, { ...options, epochs: 1, targetScaling: "none" });
  expect(plain.model.parts.targetScale).toBeUndefined();
  const labels = { a: inputs.map(([x]) => (x > 0 ? 1 : 0)), b: inputs.map(([, y]) => (y > 0 ? 1 : 0)) };
  const two = graph(({ input, apply }) => ({ a: apply(dense(2), input()), b: apply(dense(1), input()) }));
  const classes = heads([
    ["a", crossEntropy()],
    ["b", binaryCrossEntropy()],
  ]);
  await expect(train(two, arrays({ inputs, labels }), { loss: classes, targetScaling: standardize() })).rejects.toThrow(
    'train: targetScaling: expected "none", because no output learns real numbers, received standardize().',
  );
});

test("classify gives the classes of the output that is named, or of the only one that has some", async () => {
  const rows = batchOf(5);
  const classified = await run.model.classify(rows);
  const { outputs = {} } = await run.model.predict(rows);
  expect(classified).toHaveLength(5);
  classified.forEach(({ class: name, label, probability = 0 }, i) => {
    expect(name).toBe(outputs.kind.classes?.[label]);
    expect(probability).toBeCloseTo(Math.max(...outputs.kind.data.subarray(3 * i, 3 * i + 3)), 6);
  });
  expect(await run.model.classify(rows, { head: "kind" })).toEqual(classified);
  await expect(run.model.classify(rows, { head: "price" })).rejects.toThrow(
    "classify: head: expected an output that gives classes: kind, received price, which was trained with meanSquaredError. Use predict(): outputs.price.",
  );
  await expect(run.model.classify(rows, { head: "kin" })).rejects.toThrow("Did you mean kind?");
});

test("of several outputs with classes classify asks which, and takes yes and no", async () => {
  const labels = { a: inputs.map(([x]) => (x > 0 ? "x" : "o")), b: inputs.map(([, y]) => (y > 0 ? "yes" : "no")) };
  const two = graph(({ input, apply }) => ({ a: apply(dense(2), input()), b: apply(dense(1), input()) }));
  const classes = heads([
    ["a", crossEntropy()],
    ["b", binaryCrossEntropy()],
  ]);
  const all = batchOf(60);
  const both = arrays({ inputs, labels }, { test: 10 });
  const { model: trained, test: measured } = await train(two, both, { ...options, loss: classes });
  expect(Object.keys(measured?.confusionMatrices ?? {})).toEqual(["a", "b"]);
  await expect(trained.classify(all)).rejects.toThrow(
    'classify: expected which output: a, b, received none. Give { head: "a" }, or use predict() for all.',
  );
  const yesOrNo = await trained.classify(all, { head: "b" });
  const right = yesOrNo.filter(({ class: name }, i) => name === labels.b[i]).length;
  expect(right).toBeGreaterThan(50);
});
