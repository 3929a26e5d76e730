import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { arrays } from "../../data/arrays.ts";
import type { Dataset } from "../../data/dataset.ts";
import { standardize } from "../../data/scaling/standardize.ts";
import { streamed } from "../../data/streamed.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { dense } from "../../model/layers/dense.ts";
import { relu } from "../../model/layers/relu.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { chain } from "../../optimize/optimizers/chain.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { freeze } from "../../optimize/transforms/freeze.ts";
import { perLayerRate } from "../../optimize/transforms/per-layer-rate.ts";
import { loadRun } from "../../saved/load-run.ts";
import { swa } from "../callbacks/swa.ts";
import { findRate } from "../find-rate/find-rate.ts";
import { initialWeights } from "../initial-weights.ts";
import type { StepRecord } from "../recorder.ts";
import type { Run } from "../run/run.ts";
import { train } from "../train.ts";
import type { TrainOptions } from "../train-options.ts";

/** Points [n, 3], of the class of their sum. */
const dataOf = (classes: number, size = 1): Dataset => {
  const inputs = Array.from({ length: 48 }, (_, i) => [0, 1, 2].map((j) => size * Math.sin(1 + 7 * i + 3 * j)));
  return arrays({ inputs, labels: inputs.map((row, i) => (row[0] > 0 ? 1 : 0) + (classes > 2 ? i % 2 : 0)) });
};
const layersOf = (classes: number) => sequential([dense(4), batchNorm(), relu(), dense(classes)]);
const OPTIONS: TrainOptions = { epochs: 2, batchSize: 16, optimizer: sgd({ learningRate: 0.1 }), threads: 1 };
const two = dataOf(2);
const three = dataOf(3);

let run: Run;
let folder: string;
const said = vi.spyOn(console, "warn").mockImplementation(() => {});
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-weights-"));
  run = await train(layersOf(2), two, OPTIONS);
  await run.save(join(folder, "run.evenkeel"));
});
afterAll(async () => {
  await run.model.close();
  await rm(folder, { recursive: true });
});

/** Trains, frees the engine, and gives the run. */
async function trained(...args: Parameters<typeof train>): Promise<Run> {
  const made = await train(...args);
  await made.model.close();
  return made;
}

test("initial weights are those that training begins with", async () => {
  const options = { ...OPTIONS, seed: 3 };
  const drawn = await trained(layersOf(2), two, options);
  const given = await trained(layersOf(2), two, {
    ...options,
    weights: initialWeights(layersOf(2), [3], { seed: 3 }),
    strict: true,
  });
  expect(given.weights).toEqual(drawn.weights);
  expect(given.history.map(({ train }) => train)).toEqual(drawn.history.map(({ train }) => train));
  const other = await trained(layersOf(2), two, { ...options, weights: initialWeights(layersOf(2), [3], { seed: 4 }) });
  expect(other.weights).not.toEqual(drawn.weights);
});

describe("a model, a run and a file begin alike", () => {
  test.each<[string, () => TrainOptions["weights"]]>([
    ["a model", () => run.model],
    ["a run", () => run],
    ["a file", () => join(folder, "run.evenkeel")],
    ["numbers", () => run.weights],
  ])("%s", async (_, weights) => {
    const optimizer = chain(freeze(["0.dense", "1.batchNorm"]), perLayerRate([["3.dense", 0]]), sgd());
    const {
      weights: ended,
      weightsReport,
      hints,
    } = await trained(layersOf(2), two, { ...OPTIONS, optimizer, weights: weights() });
    expect(weightsReport).toMatchObject({ missing: [], unused: [], shapes: [] });
    expect(hints.filter((hint) => hint.startsWith("weights"))).toEqual([]);
    expect(ended).toEqual(run.weights); // nothing moves: statistics of a frozen normalization do not either
  });
});

test("a new head on an old body: the body stays to the bit, with its statistics, and the head learns", async () => {
  const optimizer = chain(freeze(["0.dense", "1.batchNorm"]), sgd({ learningRate: 0.1 }));
  const tuned = await trained(layersOf(3), three, { ...OPTIONS, optimizer, weights: run });
  const hint =
    "weights: 6 of 8 tensors matched; not used: 3.dense/kernel [4, 2], where [4, 3] is expected, 3.dense/bias [2], where [3] " +
    "is expected; initial: 3.dense/kernel, 3.dense/bias";
  expect(tuned.hints).toContain(hint);
  expect(said).toHaveBeenCalledWith(`evenkeel: ${hint}`);
  for (const name of Object.keys(run.weights).filter((name) => !name.startsWith("3.")))
    expect(tuned.weights[name], name).toEqual(run.weights[name]);
  const drawn = initialWeights(layersOf(3), [3]);
  expect(tuned.weights["3.dense/kernel"]).not.toEqual(drawn["3.dense/kernel"].data);
  await tuned.save(join(folder, "tuned.evenkeel"));
  expect((await loadRun(join(folder, "tuned.evenkeel"))).weightsReport).toEqual(tuned.weightsReport);
});

test("frozen statistics stay where averaged weights have theirs estimated again", async () => {
  const optimizer = chain(freeze(["0.dense", "1.batchNorm"]), sgd({ learningRate: 0.1 }));
  const tuned = await trained(layersOf(2), two, { ...OPTIONS, optimizer, weights: run, callbacks: [swa({ from: 1 })] });
  for (const name of ["1.batchNorm/mean", "1.batchNorm/variance"])
    expect(tuned.weights[name]).toEqual(run.weights[name]);
});

test("strict refuses with the list", async () => {
  await expect(train(layersOf(3), three, { ...OPTIONS, weights: run, strict: true })).rejects.toThrow(
    /^train: weights: expected every tensor of the model .*, received 6 of 8 tensors matched; not used: 3\.dense\/kernel \[4, 2\]/,
  );
});

test("where nothing matches, names of both sides are shown", async () => {
  const weights = { "fc.weight": new Float32Array(4), "fc.bias": new Float32Array(4) };
  await expect(train(layersOf(2), two, { ...OPTIONS, weights })).rejects.toThrow(
    "train: weights: expected tensors with names and shapes of the model, 0.dense/kernel [3, 4], 0.dense/bias [4], " +
      "1.batchNorm/scale [4], 1.batchNorm/shift [4] and 4 more, received fc.weight, fc.bias. importWeights(file, ",
  );
});

test("inputs are scaled as in the training of the weights, unless another scaling is asked for", async () => {
  const scaled = await trained(layersOf(2), two, { ...OPTIONS, scaling: standardize() });
  const others = dataOf(2, 3);
  const tuned = await trained(layersOf(2), others, { ...OPTIONS, weights: scaled });
  expect(tuned.model.parts.scale).toEqual(scaled.model.parts.scale);
  expect(tuned.hints).toContain("weights: inputs are scaled as in the training of these weights");
  const own = await trained(layersOf(2), others, { ...OPTIONS, weights: scaled, scaling: standardize() });
  expect(own.model.parts.scale).not.toEqual(scaled.model.parts.scale);
  expect(own.hints).toContain("weights: they were trained with another scaling of inputs than is asked for");
});

test("targets are scaled as in the training of the weights where the whole model is taken", async () => {
  const inputs = Array.from({ length: 32 }, (_, i) => [Math.sin(i), Math.cos(i)]);
  const data = (factor: number) => arrays({ inputs, targets: inputs.map(([x, y]) => factor * (x + y)) });
  const model = (units: number) => sequential([dense(units), relu(), dense(1)]);
  const before = await trained(model(4), data(1), OPTIONS);
  const whole = await trained(model(4), data(5), { ...OPTIONS, weights: before });
  expect(whole.model.parts.targetScale).toEqual(before.model.parts.targetScale);
  const { "2.dense/kernel": _, ...body } = before.weights;
  const head = await trained(model(4), data(5), { ...OPTIONS, weights: body });
  expect(head.model.parts.targetScale).not.toEqual(before.model.parts.targetScale);
});

test("a resumed run has its own weights, and keeps its report", async () => {
  const begun = await trained(layersOf(2), two, { ...OPTIONS, weights: run });
  const on = await trained(layersOf(2), two, { ...OPTIONS, epochs: 3, resume: begun, weights: "none.evenkeel" });
  const whole = await trained(layersOf(2), two, { ...OPTIONS, epochs: 3, weights: run });
  expect(on.weights).toEqual(whole.weights);
  expect(on.weightsReport).toEqual(begun.weightsReport);
  expect(said).toHaveBeenCalledWith(
    expect.stringMatching(/weights is not used: a run that goes on has its own weights/),
  );
});

test.each<[string, unknown]>([
  ["a list", [1, 2]],
  ["an empty path", ""],
  ["a number", 5],
  ["a function", () => {}],
])("what is no source is refused beside a run that goes on too: %s", async (_, weights) => {
  for (const resume of [undefined, run])
    await expect(train(layersOf(2), two, { ...OPTIONS, epochs: 3, resume, weights } as TrainOptions)).rejects.toThrow(
      /^train: weights: expected a trained model, a run, the path of a file, or numbers by name, received /,
    );
});

test("a range test of rates begins with them", async () => {
  const test = (weights?: Run) => findRate(layersOf(2), two, { steps: 10, batchSize: 48, ...(weights && { weights }) });
  const [drawn, given, model] = [
    await test(),
    await test(run),
    await findRate(run.model, two, { steps: 10, batchSize: 48 }),
  ];
  expect(given.losses[0]).toBe(model.losses[0]);
  expect(given.losses[0]).not.toBe(drawn.losses[0]);
});

describe("shuffle: false", () => {
  const options = { ...OPTIONS, shuffle: false };

  test("takes the data in their order, the same in every epoch, streamed as well", async () => {
    const linear = sequential([dense(2)]);
    const still = { ...options, optimizer: sgd({ learningRate: 1e-30 }) };
    const expected: number[] = [];
    for (const from of [0, 16, 32]) {
      const onStep = ({ loss }: StepRecord) => expected.push(loss);
      await trained(linear, { ...two, train: slice(two, from, 16) }, { ...still, epochs: 1, onStep });
    }
    const { inputs, targets } = two.train;
    const rows = Array.from(targets.data, (label, i) => [[...inputs.data.slice(3 * i, 3 * i + 3)], label] as const);
    const parts = () => [rows.slice(0, 25), rows.slice(25)];
    const stream = await streamed(
      () => parts().map((part) => ({ inputs: part.map(([row]) => row), labels: part.map(([, label]) => label) })),
      { classes: 2, sample: 16, memory: 0.0002 }, // 16 samples of 13 bytes at once
    );
    for (const data of [two, stream]) {
      const losses: number[] = [];
      await trained(linear, data, { ...still, seed: 1, onStep: ({ loss }) => losses.push(loss) });
      for (const [i, loss] of [...expected, ...expected].entries()) expect(losses[i], `${i}`).toBeCloseTo(loss, 6);
    }
  });

  test("is resumed with the same bits, and refused with others", async () => {
    const one = await trained(layersOf(2), two, { ...options, epochs: 1 });
    const on = await trained(layersOf(2), two, { ...options, epochs: 3, resume: one });
    expect(on.weights).toEqual((await trained(layersOf(2), two, { ...options, epochs: 3 })).weights);
    await expect(train(layersOf(2), two, { ...OPTIONS, epochs: 3, resume: one })).rejects.toThrow(
      "train: resume: expected the shuffling of the saved run, false, received true",
    );
  });
});

/** The training samples from one on. */
function slice({ train: { inputs, targets } }: Dataset, from: number, count: number): Dataset["train"] {
  const part = ({ shape, data }: typeof inputs) => {
    const row = data.length / shape[0];
    return { shape: [count, ...shape.slice(1)], data: data.slice(from * row, (from + count) * row) };
  };
  return { inputs: part(inputs), targets: part(targets) };
}
