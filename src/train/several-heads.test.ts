import { describe, expect, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import { kFold } from "../data/k-fold.ts";
import { standardize } from "../data/scaling/standardize.ts";
import { lsuv } from "../model/initializers/lsuv.ts";
import type { Layer } from "../model/layer.ts";
import { batchNorm } from "../model/layers/batch-norm.ts";
import { dense } from "../model/layers/dense.ts";
import { dropout } from "../model/layers/dropout.ts";
import { embedding } from "../model/layers/embedding.ts";
import { flatten } from "../model/layers/flatten.ts";
import { graph } from "../model/layers/graph.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { softmax } from "../model/layers/softmax.ts";
import { tanh } from "../model/layers/tanh.ts";
import { binaryCrossEntropy } from "../model/losses/binary-cross-entropy.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { heads } from "../model/losses/heads.ts";
import { huber } from "../model/losses/huber.ts";
import { meanAbsoluteError } from "../model/losses/mean-absolute-error.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import { accuracy } from "../model/metrics/accuracy.ts";
import { f1 } from "../model/metrics/f1.ts";
import { ofHead } from "../model/metrics/of-head.ts";
import { r2 } from "../model/metrics/r2.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { chain } from "../optimize/optimizers/chain.ts";
import { freeze } from "../optimize/transforms/freeze.ts";
import { perLayerRate } from "../optimize/transforms/per-layer-rate.ts";
import { ensemble } from "../predict/ensemble.ts";
import { RandomStream } from "../random.ts";
import { readModel } from "../saved/load-model.ts";
import { readRun } from "../saved/load-run.ts";
import { checkGradients } from "../signals/check-gradients.ts";
import { earlyStopping } from "./callbacks/early-stopping.ts";
import { signals } from "./callbacks/signals.ts";
import { snapshotEnsemble } from "./callbacks/snapshot-ensemble.ts";
import { evaluate } from "./evaluate.ts";
import { capacityReport } from "./prepare/capacity-report.ts";
import { train } from "./train.ts";

const COUNT = 60;
const random = new RandomStream(5, "pairs");
const pixels = Uint8Array.from({ length: COUNT * 4 }, () => random.integer(256));
const meta = Array.from({ length: COUNT }, () => [random.normal() * 50 + 1000, random.normal()]);
const bright = (i: number) => pixels.subarray(4 * i, 4 * i + 4).reduce((sum, x) => sum + x, 0) / 1020;

const source = {
  inputs: { image: { shape: [COUNT, 2, 2, 1], data: pixels }, meta },
  labels: { kind: Array.from({ length: COUNT }, (_, i) => (bright(i) > 0.5 ? "light" : "dark")) },
  targets: { size: Array.from({ length: COUNT }, (_, i) => bright(i) + meta[i][1]) },
};
const data = arrays(source, { validation: 10, test: 10 });

const both = graph(({ input, apply, shared, add, concat }) => {
  const encode = shared(sequential([dense(3), batchNorm(), tanh(), dropout(0.2)]), { name: "encoder" });
  const [image, numbers] = [apply(flatten(), input("image")), input("meta")];
  const a = encode(apply(dense(3), image));
  const b = encode(apply(dense(3), numbers));
  const together = add(a, b);
  return { kind: apply(dense(2), together), size: apply(dense(1), concat(together, image)) };
});
const loss = heads([
  ["kind", crossEntropy()],
  ["size", meanSquaredError(), 0.5],
]);
const options = { loss, epochs: 2, batchSize: 16, threads: 0, scaling: standardize() };

describe("a model of two inputs and two heads", async () => {
  const run = await train(both, data, options);

  test("reports the sum, each loss, and the usual metrics of each output", () => {
    expect(Object.keys(run.history[0].train)).toEqual(
      expect.arrayContaining(["loss", "kind.loss", "size.loss", "kind.accuracy"]),
    );
    const { test: measured = { loss: 0 } } = run;
    expect(Object.keys(measured)).toEqual(
      expect.arrayContaining(["kind.rocAuc", "size.rootMeanSquaredError", "size.r2"]),
    );
    expect(measured.loss).toBeCloseTo(measured["kind.loss"] + 0.5 * measured["size.loss"], 6);
    const { multiply } = run.model.parts.targetScale as { multiply: readonly number[] };
    expect((measured["size.rootMeanSquaredError"] * multiply[2]) ** 2).toBeCloseTo(measured["size.loss"], 5);
    expect(measured["kind.logLoss"]).toBeCloseTo(measured["kind.loss"], 5);
  });

  test("has parameters named by its nodes, and one set for what is shared", () => {
    expect(Object.keys(run.model.parts.weights)).toEqual([
      "1.dense/kernel",
      "1.dense/bias",
      "encoder/0.dense/kernel",
      "encoder/0.dense/bias",
      "encoder/1.batchNorm/scale",
      "encoder/1.batchNorm/shift",
      "3.dense/kernel",
      "3.dense/bias",
      "kind/kernel",
      "kind/bias",
      "size/kernel",
      "size/bias",
      "encoder/1.batchNorm/mean",
      "encoder/1.batchNorm/variance",
    ]);
  });

  test("predicts by name, as from rows with both inputs", async () => {
    const rows = await run.model.predict(data.train.inputs);
    expect(rows.shape).toEqual([40, 3]);
    const { outputs = {} } = rows;
    expect(outputs.kind).toMatchObject({ shape: [40, 2], classes: run.model.parts.layout?.targets?.[0].classes });
    expect(outputs.kind.data[0] + outputs.kind.data[1]).toBeCloseTo(1, 6);
    expect(outputs.size.shape).toEqual([40, 1]);
    const image = { shape: [2, 2, 1], data: pixels.subarray(0, 4) };
    const one = await run.model.predict({ image, meta: { shape: [2], data: meta[0] } });
    const packed = await run.model.predict({ shape: [1, 6], data: [...pixels.subarray(0, 4), ...meta[0]] });
    expect(one).toEqual(packed);
    const logits = await run.model.predict(data.train.inputs, { logits: true });
    expect(logits.outputs?.size).toEqual(outputs.size);
    expect(logits.outputs?.kind.data[0]).not.toBe(outputs.kind.data[0]);
    const sampled = await run.model.predict(data.train.inputs, { samples: 3 });
    expect(sampled.outputs?.kind.std).toHaveLength(80);
  });

  test.each<[string, object, string]>([
    ["an input is missing", { image: { shape: [1, 2, 2, 1], data: [1, 2, 3, 4] } }, "received none for meta"],
    [
      "an input is unknown",
      { image: { shape: [1, 2, 2, 1], data: [1, 2, 3, 4] }, mata: { shape: [1, 2], data: [1, 2] } },
      'received "mata". Did you mean meta?',
    ],
    [
      "an input has another shape",
      { image: { shape: [1, 4], data: [1, 2, 3, 4] }, meta: { shape: [1, 2], data: [1, 2] } },
      "predict: image: expected inputs [batch, 2, 2, 1]",
    ],
    [
      "inputs have different numbers of samples",
      { image: { shape: [1, 2, 2, 1], data: [1, 2, 3, 4] }, meta: { shape: [2, 2], data: [1, 2, 3, 4] } },
      "predict: meta: expected 1 samples, as image has, received 2.",
    ],
  ])("refuses to predict where %s", async (_, inputs, message) => {
    await expect(run.model.predict(inputs as never)).rejects.toThrow(message);
  });

  test("is saved and read with the same bits, and is measured as in its run", async () => {
    const model = readModel(run.model.toBytes());
    expect(await model.predict(data.train.inputs)).toEqual(await run.model.predict(data.train.inputs));
    expect(model.parts.layout).toEqual(data.layout);
    expect(await evaluate(model, data.test ?? data.train, { threads: 0 })).toEqual({
      ...run.test,
      backend: run.backend,
    });
    expect(JSON.stringify(model.parts.layer)).toBe(JSON.stringify(run.model.parts.layer));
  });

  test("goes on from a file with the bits of a run that was never interrupted", async () => {
    const resumed = await train(both, data, { ...options, epochs: 4, resume: readRun(run.toBytes()) });
    const whole = await train(both, data, { ...options, epochs: 4 });
    expect(resumed.weights).toEqual(whole.weights);
  });

  test("has right gradients", async () => {
    expect(await checkGradients(both, data, { loss })).toMatchObject({ right: true });
  });

  test("scales each input by itself, and leaves none to another", () => {
    const { subtract, multiply } = run.model.parts.scale as { subtract: number[]; multiply: number[] };
    expect(subtract).toHaveLength(6);
    expect(new Set(subtract.slice(0, 4)).size).toBe(1); // one for the image
    expect(subtract[4]).toBeGreaterThan(900);
    expect(multiply[5]).toBeGreaterThan(10 * multiply[4]);
  });

  test("takes signals, lsuv, frozen and slower parameters, early stopping, and folds", async () => {
    const drawn = graph(({ input, shared, add, apply }) => {
      const encode = shared(dense(4, { init: lsuv() }), { name: "encoder" });
      const sum = add(encode(apply(flatten(), input("image"))), encode(apply(dense(4), input("meta"))));
      return { kind: apply(dense(2), sum), size: apply(dense(1), sum) };
    });
    const [fold] = kFold(data, 3);
    const slow = await train(drawn, fold, {
      ...options,
      optimizer: chain(freeze("kind"), perLayerRate([["encoder", 0]]), adam()),
      callbacks: [signals({ every: 1 }), earlyStopping({ patience: 5 })],
    });
    const started = await train(drawn, fold, { ...options, epochs: 1, optimizer: chain(freeze("*"), adam()) }).catch(
      (error: Error) => error,
    );
    expect(started).toBeInstanceOf(Error); // nothing would move
    const layers = new Set(slow.signals.map(({ layer }) => layer));
    for (const name of ["image", "meta", "encoder", "3.encoder", "4.add"]) expect(layers).toContain(name);
    const encoder = slow.signals.filter(({ layer }) => layer === "encoder");
    expect(encoder[0].std).toBeCloseTo(1, 1);
    expect(encoder[0].parameters?.kernel.updateRatio).toBe(0);
  });

  test("has the baseline of each output beside it", () => {
    expect(run.baseline?.["kind.accuracy"]).toBeGreaterThanOrEqual(0.4);
    expect(run.baseline?.["size.r2"]).toBeLessThanOrEqual(0);
  });

  test("weighs samples in every loss", async () => {
    const weights = Array.from({ length: COUNT }, (_, i) => i % 3);
    const weighed = await train(both, arrays({ ...source, weights }, { test: 10 }), { ...options, epochs: 1 });
    const test = weighed.test ?? { loss: 0 };
    expect(test.loss).toBeCloseTo(test["kind.loss"] + 0.5 * test["size.loss"], 5);
    expect(test["kind.logLoss"]).toBeCloseTo(test["kind.loss"], 5);
  });

  test("counts what there is to fit", () => {
    expect(capacityReport(both, data)).toMatchObject({ samples: 40, constraints: 40 * 3 });
  });
});

test("bytes are scaled to [0, 1] by default, and other inputs not at all", async () => {
  const run = await train(both, data, { ...options, scaling: undefined, epochs: 1 });
  const image = data.train.inputs.data.filter((_, i) => i % 6 < 4);
  const [low, high] = [Math.min(...image), Math.max(...image)];
  expect(run.model.parts.scale).toEqual({
    subtract: [low, low, low, low, 0, 0],
    multiply: [...new Array(4).fill(1 / (high - low)), 1, 1],
  });
  expect(run.hints).toEqual([expect.stringMatching(/^meta: Inputs range from .* and are not scaled/)]);
});

test("numbers of words stay as they are beside scaled inputs, and are checked alone", async () => {
  const words = Int32Array.from({ length: COUNT * 3 }, (_, i) => i % 5);
  const text = { shape: [COUNT, 3], data: words };
  const labels = source.labels.kind;
  const reading = (vocabulary: number) =>
    graph(({ input, apply, concat }) => {
      const read = apply(sequential([embedding(vocabulary, 2), flatten()]), input("text"));
      return apply(dense(2), concat(read, input("meta")));
    });
  const both = arrays({ inputs: { meta, text }, labels });
  const run = await train(reading(5), both, { scaling: standardize(), epochs: 1, threads: 0 });
  expect((run.model.parts.scale.subtract as number[]).slice(2)).toEqual([0, 0, 0]);
  expect((run.model.parts.scale.multiply as number[]).slice(2)).toEqual([1, 1, 1]);
  await expect(train(reading(4), both, { threads: 0 })).rejects.toThrow(
    "arrays.train.inputs: expected whole numbers from 0 to 3, the rows of the embedding, received 4 at index 8",
  );
});

test("a plain model sees all inputs in one row", async () => {
  const one = arrays({ inputs: source.inputs, labels: source.labels.kind });
  const run = await train(sequential([dense(4), relu(), dense(2)]), one, {
    epochs: 1,
    threads: 0,
    scaling: standardize(),
  });
  expect(run.model.parts.inputShape).toEqual([6]);
  expect(run.model.parts.layer.name).toBe("sequential");
  expect(run.hints).toEqual([
    expect.stringMatching(/^The model sees the inputs image, meta as one row of 6 numbers\./),
  ]);
});

test("a metric that an output cannot have is named by its place", async () => {
  const metrics = [ofHead("kind", accuracy()), ofHead("kind", r2())];
  await expect(train(both, data, { ...options, metrics })).rejects.toThrow(
    /^train: metrics\[1\]: expected a metric for binary/,
  );
});

test("a chain trains to the weights of sequential(), bit by bit", async () => {
  const plain = arrays({ inputs: meta, labels: source.labels.kind });
  const wired = graph(({ input, apply }) => {
    const hidden = apply(dropout(0.3), apply(batchNorm(), apply(dense(8), input())));
    return apply(dense(2), apply(relu(), hidden));
  });
  const nested = sequential([dense(8), batchNorm(), dropout(0.3), relu(), dense(2)]);
  const [a, b] = await Promise.all(
    [wired, nested].map((model) => train(model, plain, { epochs: 3, threads: 0, scaling: standardize() })),
  );
  expect(a.weights).toEqual(b.weights);
});

describe("refuses before training", () => {
  const two = (layer: Layer = dense(2)) =>
    graph(({ input, apply }) => ({ kind: apply(layer, input()), size: apply(dense(1), input()) }));
  const mse = ["size", meanSquaredError()] as const;
  test.each<[string, () => Promise<unknown>, string]>([
    [
      "a loss of one output",
      () => train(two(), data),
      'train: loss: expected a loss for each target: heads([["kind", crossEntropy()], ["size", meanSquaredError()]]), received meanSquaredError().',
    ],
    ["a model of one output", () => train(dense(3), data, { loss }), "heads: expected a model with an output kind"],
    [
      "an output without a loss",
      () => train(two(), data, { loss: heads([["kind", crossEntropy()]]) }),
      'heads: expected a loss for each output of the model, kind, size, received none for size. Add ["size", …]',
    ],
    [
      "a loss without an output",
      () => train(two(), data, { loss: heads([["kind", crossEntropy()], mse, ["sise", huber()]]) }),
      'heads: expected output kind or size, received "sise". Did you mean size?',
    ],
    [
      "data without these targets",
      () => train(two(), arrays({ inputs: meta, labels: source.labels.kind }), { loss }),
      "heads: expected data with targets kind, received targets without names.",
    ],
    [
      "class numbers for a loss of values",
      () =>
        train(two(), data, {
          loss: heads([
            ["kind", crossEntropy()],
            ["size", crossEntropy()],
          ]),
        }),
      "arrays.train.targets: size: expected class numbers [n] for crossEntropy, received real targets [n, 1].",
    ],
    [
      "too few outputs",
      () => train(two(dense(1)), data, { loss }),
      "train: model: kind: expected at least 2 outputs, one for each class, received 1.",
    ],
    [
      "a softmax under its loss",
      () => train(two(sequential([dense(2), softmax()])), data, { loss }),
      "expected outputs before the softmax, which crossEntropy applies itself",
    ],
    [
      "targets that a loss does not accept",
      () =>
        train(two(), data, {
          loss: heads([
            ["kind", crossEntropy()],
            ["size", binaryCrossEntropy()],
          ]),
        }),
      "expected numbers from 0 to 1 for binaryCrossEntropy",
    ],
    [
      "a metric of no output",
      () => train(two(), data, { loss, metrics: [accuracy()] }),
      'train: metrics[0]: expected a metric of one of the outputs, received accuracy(). Say of which: ofHead("kind", accuracy()).',
    ],
    [
      "a metric of another task",
      () => train(two(), data, { loss, metrics: [ofHead("size", f1())] }),
      "expected a metric for regression, which meanSquaredError learns here, received f1",
    ],
    [
      "a metric of an unknown output",
      () => train(two(), data, { loss, metrics: [ofHead("age", meanAbsoluteError())] }),
      'train: metrics[0]: expected output kind or size, received "age".',
    ],
    [
      "an input that the data do not have",
      () =>
        train(
          graph(({ input, apply }) => apply(dense(2), input("picture"))),
          data,
          { loss },
        ),
      "train: model: expected a graph of the inputs image, meta, as the data have them, received picture.",
    ],
    [
      "an input that the model does not take",
      () =>
        train(
          graph(({ input, apply }) => apply(dense(2), input("meta"))),
          data,
          { loss },
        ),
      'Use input("image"), or leave image out of the data.',
    ],
    [
      "an input of another shape",
      () =>
        train(
          graph(({ input, concat }) => concat(input("image", [4]), input("meta"))),
          data,
          { loss },
        ),
      'train: model: image: expected the shape that it has in the data, [2, 2, 1], received [4]. Leave the shape out: input("image").',
    ],
  ])("%s", async (_, run, message) => {
    await expect(run()).rejects.toThrow(message);
  });

  test.each<[string, () => unknown, string]>([
    ["no losses", () => heads([]), "heads: losses: expected a list of"],
    ["a loss twice", () => heads([mse, mse]), "heads: losses: expected each output once, received size twice."],
    ["a weight below 0", () => heads([["size", huber(), -1]]), "heads: losses: expected a list of"],
    ["heads in heads", () => heads([["size", heads([mse])]]), "heads: losses: expected a list of"],
    ["a loss alone", () => heads([mse]).compute(undefined as never, undefined as never), "received the loss alone"],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(message);
  });
});

test("a weight of a head is kept, also through JSON", () => {
  expect(JSON.parse(JSON.stringify(loss)).losses[1][2]).toBe(0.5);
});

test("targets that no output learns are named in a hint", async () => {
  const one = graph(({ input, apply, concat }) => ({
    kind: apply(dense(2), concat(apply(flatten(), input("image")), input("meta"))),
  }));
  const run = await train(one, data, { ...options, epochs: 1, loss: heads([["kind", crossEntropy()]]) });
  expect(run.hints).toContain(
    "No output learns the targets size. Give an output of this name a loss in heads(), or leave them out.",
  );
});

test("models of several outputs make an ensemble of the mean of each, which is saved; snapshots too", async () => {
  const first = await train(both, data, { ...options, epochs: 1 });
  const second = await train(both, data, { ...options, epochs: 1, seed: 2 });
  const together = ensemble([first.model, second.model]);
  const held = data.test ?? data.train;
  expect(await evaluate(together, held, { threads: 0 })).toHaveProperty("kind.accuracy");
  const sizes = async (model: typeof together) => (await model.predict(held.inputs)).outputs?.size.data ?? [];
  const [a, b, mean] = [await sizes(first.model), await sizes(second.model), await sizes(together)];
  for (const [i, value] of mean.entries()) expect(value).toBeCloseTo((a[i] + b[i]) / 2, 5);
  expect(await sizes(readModel(together.toBytes()))).toEqual(mean);
  const run = await train(both, data, { ...options, callbacks: [snapshotEnsemble({ period: 1 })] });
  expect(run.stopped.members).toEqual([1, 2]);
  expect(run.test).toHaveProperty("size.r2");
});
