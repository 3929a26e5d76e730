import { describe, expect, test } from "vitest";
import { constant } from "../model/initializers/constant.ts";
import { batchNorm } from "../model/layers/batch-norm.ts";
import { dense } from "../model/layers/dense.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import { sgd } from "../optimize/optimizers/sgd.ts";
import { earlyStopping } from "../train/callbacks/early-stopping.ts";
import { signals } from "../train/callbacks/signals.ts";
import { swa } from "../train/callbacks/swa.ts";
import { train } from "../train/train.ts";
import type { TrainOptions } from "../train/train-options.ts";
import { arrays } from "./arrays.ts";
import { kFold } from "./k-fold.ts";
import { standardize } from "./scaling/standardize.ts";
import { limit } from "./split.ts";
import { type StreamedBatch, streamed } from "./streamed.ts";

const COUNT = 1000;
const INPUTS = Array.from({ length: COUNT }, (_, i) => [Math.sin(i), Math.cos(3 * i), (i % 7) - 3]);
const LABELS = INPUTS.map(([a, b]) => (a * b > 0 ? 1 : 0));

/** The samples, so many at a time. */
function* batchesOf(size: number): Generator<StreamedBatch> {
  for (let i = 0; i < COUNT; i += size) yield { inputs: INPUTS.slice(i, i + size), labels: LABELS.slice(i, i + size) };
}

const model = () => sequential([dense(8), relu(), dense(2)]);
const OPTIONS: TrainOptions = { epochs: 3, batchSize: 32, threads: 0, seed: 5, scaling: standardize() };

describe("streamed", () => {
  test("trains to the same bits as the same samples in memory, where they fit, however they come in", async () => {
    const inMemory = await train(model(), arrays({ inputs: INPUTS, labels: LABELS }), OPTIONS);
    for (const size of [1000, 7, 64]) {
      const run = await train(model(), await streamed(() => batchesOf(size), { classes: 2 }), OPTIONS);
      expect(run.state).toEqual(inMemory.state);
      expect(run.history.map(({ train }) => train)).toEqual(inMemory.history.map(({ train }) => train));
    }
  });

  test("counts the samples, and keeps some of them, drawn at random", async () => {
    const data = await streamed(() => batchesOf(10), { classes: ["no", "yes"], sample: 50, seed: 3, name: "signs" });
    expect([data.name, data.classes, data.stream?.samples]).toEqual(["signs", ["no", "yes"], COUNT]);
    expect(data.train.inputs.shape).toEqual([50, 3]);
    const numbers = Array.from({ length: 50 }, (_, i) =>
      INPUTS.findIndex(([a]) => Math.fround(a) === data.train.inputs.data[3 * i]),
    );
    expect(new Set(numbers).size).toBe(50);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(Math.max(...numbers)).toBeGreaterThan(800);
    const again = await streamed(() => batchesOf(999), { classes: 2, sample: 50, seed: 3 });
    expect(again.train).toEqual(data.train);
  });

  const chunked = () => streamed(() => batchesOf(17), { classes: 2, memory: 0.002 }); // 160 samples of 13 bytes at once

  test("sees every sample once an epoch, in chunks, with the same bits for the same seed", async () => {
    const seen: number[] = [];
    const given = () => Array.from({ length: 20 }, (_, i) => ({ inputs: [[i]], targets: [[0]] })); // of which the gradient is its number
    const data = await streamed(given, { memory: (8 * 4) / 2 ** 20 });
    const options: TrainOptions = {
      ...{ epochs: 2, batchSize: 1, threads: 0, scaling: "none", targetScaling: "none" },
      loss: meanSquaredError(),
      callbacks: [signals({ every: 1 })],
    };
    const run = await train(sequential([dense(1, { init: constant(1), bias: false })]), data, {
      ...options,
      optimizer: sgd({ learningRate: 1e-12 }),
    });
    // The gradient of (wx)² is 2x² at w = 1.
    for (const { step, parameters = {} } of run.signals)
      for (const { gradientNorm } of Object.values(parameters))
        seen[step - 1] = Math.round(Math.sqrt(gradientNorm / 2));
    const [first, second] = [seen.slice(0, 20), seen.slice(20)];
    const all = Array.from({ length: 20 }, (_, i) => i);
    expect([...first].sort((a, b) => a - b)).toEqual(all);
    expect([...second].sort((a, b) => a - b)).toEqual(all);
    expect(first).not.toEqual(all);
    expect(second).not.toEqual(first);
    for (const order of [first, second])
      expect(
        order.slice(0, 4).every((x) => x < 4),
        "the first chunk has the first four",
      ).toBe(true);
  });

  test("trains in chunks to the same bits, whatever the clock, and wherever it is resumed", async () => {
    const whole = await train(model(), await chunked(), OPTIONS);
    expect(whole.steps).toBe(3 * Math.ceil(COUNT / 32));
    let time = 0;
    const slow = await train(model(), await chunked(), { ...OPTIONS, now: () => (time += 500) });
    expect(slow.state).toEqual(whole.state);
    const stop = new AbortController();
    const part = await train(model(), await chunked(), {
      ...OPTIONS,
      signal: stop.signal,
      now: () => (time += 500),
      onProgress: ({ epoch, step }) => epoch === 2 && step === 21 && stop.abort(),
    });
    expect([part.stopped.reason, part.steps]).toEqual(["aborted", 32 + 21]);
    const rest = await train(model(), await chunked(), { ...OPTIONS, resume: part });
    expect(rest.state).toEqual(whole.state);
    expect(rest.history.map(({ train }) => train)).toEqual(whole.history.map(({ train }) => train));
  });

  test("leaves out a step that is not finite, in any chunk, and goes back over chunks", async () => {
    const poisoned = () => {
      const all = [...batchesOf(1)];
      for (const at of [250, 700]) all[at] = { ...all[at], inputs: [[3e38, 3e38, 3e38]] };
      return streamed(() => all, { classes: 2, memory: 0.002 });
    };
    const options: TrainOptions = { ...OPTIONS, scaling: "none" };
    const quick = await train(model(), await poisoned(), options);
    let time = 0;
    const slow = await train(model(), await poisoned(), { ...options, now: () => (time += 10_000) });
    expect(quick.skippedSteps).toBe(6);
    expect(slow.state).toEqual(quick.state);
    const diverged = await train(model(), await chunked(), { ...OPTIONS, optimizer: sgd({ learningRate: 1e30 }) });
    expect(diverged.stopped.reason).toBe("diverged");
  });

  test("stops early, by a validation set in memory", async () => {
    const validation = { inputs: INPUTS.slice(0, 100), labels: LABELS.slice(0, 100) };
    const data = await streamed(() => batchesOf(17), { classes: 2, memory: 0.002, validation, test: validation });
    const run = await train(model(), data, { ...OPTIONS, epochs: 30, callbacks: [earlyStopping({ patience: 1 })] });
    expect(run.history[0].validation?.loss).toBeGreaterThan(0);
    expect(run.test?.accuracy).toBeGreaterThan(0.6);
  });

  test("refuses what needs all samples in memory", async () => {
    const data = await chunked();
    const normalized = sequential([dense(4), batchNorm(), dense(2)]);
    await expect(train(normalized, data, { ...OPTIONS, callbacks: [swa({ from: 1 })] })).rejects.toThrow(
      /train: callbacks: swa: expected a training set in memory/,
    );
    expect(() => kFold(data, 3)).toThrow(/kFold: data: expected a training set in memory, received streamed, which is/);
    expect(() => limit(data, { train: 10 })).toThrow(/expected a training set in memory/);
  });

  test.each<[string, () => unknown, object, RegExp]>([
    [
      "a generator in place of its function",
      () => batchesOf(10),
      {},
      /expected a function that gives all batches anew/,
    ],
    ["a function of something else", () => () => 3, {}, /batches\(\): expected an iterable of/],
    ["no samples", () => () => [], {}, /expected at least one sample, received none/],
    ["labels without classes", () => () => batchesOf(10), {}, /expected the classes of the labels, as an option/],
    ["a batch that is none", () => () => [3], {}, /batch after 0 samples: expected \{ inputs, labels \}/],
    [
      "a label outside the classes",
      () => () => [
        { inputs: [[1]], labels: [0] },
        { inputs: [[1]], labels: [5] },
      ],
      { classes: 2 },
      /batch after 1 samples/,
    ],
  ])("refuses %s", async (_, batches, options, message) => {
    await expect((async () => streamed(batches() as never, options))()).rejects.toThrow(message);
  });

  test("refuses a stream that changes between epochs", async () => {
    let reads = 0;
    const shrinking = () => [...batchesOf(10)].slice(reads++);
    const data = await streamed(shrinking, { classes: 2 });
    await expect(train(model(), data, OPTIONS)).rejects.toThrow(
      /expected 1000 samples, as many as at first, received 990/,
    );
  });
});
