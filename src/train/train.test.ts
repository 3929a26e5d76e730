import { beforeEach, describe, expect, test, vi } from "vitest";
import { buildDist, PATIENCE, runScript } from "../../test/dist.ts";
import { present } from "../../test/present.ts";
import { points, progressOf, SMALL, small, stopAfter, withoutSeconds } from "../../test/small-runs.ts";
import { openDevice } from "../backend/open.ts";
import { arrays } from "../data/arrays.ts";
import { batches } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { standardize } from "../data/scaling/standardize.ts";
import { digits } from "../data/sources/digits.ts";
import { batchNorm } from "../model/layers/batch-norm.ts";
import { conv2d } from "../model/layers/conv2d.ts";
import { dense } from "../model/layers/dense.ts";
import { dropout } from "../model/layers/dropout.ts";
import { flatten } from "../model/layers/flatten.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";

import { adam } from "../optimize/optimizers/adam.ts";
import { chain } from "../optimize/optimizers/chain.ts";
import { sgd } from "../optimize/optimizers/sgd.ts";
import { exponentialDecay } from "../optimize/schedules/exponential-decay.ts";
import { clipByGlobalNorm } from "../optimize/transforms/clip-by-global-norm.ts";
import { RandomStream } from "../random.ts";
import { averageWeights } from "./callbacks/average-weights.ts";
import type { Run } from "./run/run.ts";
import { train } from "./train.ts";
import type { TrainOptions } from "./train-options.ts";

vi.mock(import("../backend/open.ts"), { spy: true });

beforeEach(() => void vi.mocked(openDevice).mockClear());

describe("the same run again", () => {
  const model = () => sequential([dense(33), batchNorm(), relu(), dropout(0.3), dense(3)]);
  const data = points(150, { validation: 20, test: 20 });
  const options: TrainOptions = { batchSize: 32, epochs: 3, callbacks: [averageWeights({ decay: 0.9 })] };
  const outcome = ({ history, test, stopped, state, model: { parts } }: Run) => ({
    ...{ history: withoutSeconds(history), test, stopped, state },
    weights: parts.weights,
  });

  test("gives the same history and the same bits for a seed", async () => {
    const [a, b] = [await train(model(), data, options), await train(model(), data, options)];
    expect(outcome(a)).toEqual(outcome(b));
  });

  test("gives the same bits on no, one and two threads", async () => {
    const [none, one, two] = await Promise.all(
      [0, 1, 2].map((threads) => train(model(), data, { ...options, threads })),
    );
    expect(two.backend).toMatch(/^wasm, 2 threads/);
    expect(outcome(one)).toEqual(outcome(none));
    expect(outcome(two)).toEqual(outcome(none));
  });

  test("gives other initial weights, masks and orders for another seed", async () => {
    const [a, b] = [await train(model(), data, options), await train(model(), data, { ...options, seed: 2 })];
    expect(b.history[0].train.loss).not.toBe(a.history[0].train.loss);
    expect(b.model.parts.weights).not.toEqual(a.model.parts.weights);
  });
});

describe("an epoch", () => {
  const data = points(21);

  test("trains on a last smaller batch", async () => {
    const last = present([...batches(21, 8, { seed: 1, epoch: 1 })].at(-1));
    expect(last).toHaveLength(5);
    const told = await progressOf(small(), data, { ...SMALL, epochs: 2 });
    expect(new Set(told.map(({ stepsPerEpoch }) => stepsPerEpoch))).toEqual(new Set([3]));
    expect(told.filter(({ step }) => step === 3).map(({ epoch }) => epoch)).toEqual([1, 2]);

    const once = { ...SMALL, epochs: 1 };
    const [all, without, others] = [
      await train(small(), data, once),
      await train(small(), data, { ...once, ...stopAfter(2) }),
      await train(small(), relabeled(data, last), once),
    ];
    expect(all.model.parts.weights).not.toEqual(without.model.parts.weights);
    expect(all.model.parts.weights).not.toEqual(others.model.parts.weights);
  });

  test("reports means over the samples, not over the batches", async () => {
    const still: TrainOptions = { ...SMALL, epochs: 1, optimizer: sgd({ learningRate: 1e-30 }) };
    const { history } = await train(small(), { ...data, validation: data.train }, still);
    expect(history[0].train.loss).toBeCloseTo(present(history[0].validation).loss, 6);
    expect(history[0].train.accuracy).toBeCloseTo(present(history[0].validation).accuracy, 6);
  });

  test("has no validation and no test where there is none", async () => {
    const run = await train(small(), data, SMALL);
    for (const epoch of run.history) expect(epoch).not.toHaveProperty("validation");
    expect(run.test).toBeUndefined();
    const both = await train(small(), points(40, { validation: 10, test: 10 }), SMALL);
    expect(Object.keys(both.history[1])).toEqual(["epoch", "learningRate", "train", "validation", "seconds"]);
    expect(Object.keys(present(both.test))).toEqual(["loss", "accuracy", "logLoss", "confusionMatrix"]);
    expect(JSON.parse(JSON.stringify(both.history))).toEqual(both.history);
  });

  test("learns", async () => {
    const run = await train(small(), points(120, { test: 40 }), { ...SMALL, epochs: 20 });
    expect(run.history.at(-1)?.train.loss).toBeLessThan(0.5 * run.history[0].train.loss);
    expect(run.test?.accuracy).toBeGreaterThan(0.8);
    expect(run.stopped).toEqual({ reason: "epochs", epoch: 20 });
    expect(run.skippedSteps).toBe(0);
  });
});

describe("AbortSignal", () => {
  const data = points(24, { test: 6 });

  test("ends the run with the weights of the steps that were taken", async () => {
    const whole = await train(small(), data, { ...SMALL, epochs: 1 });
    const aborted = await train(small(), data, { ...SMALL, epochs: 9, ...stopAfter(3) });
    expect(aborted.stopped).toEqual({ reason: "aborted", epoch: 1 });
    expect(aborted.steps).toBe(3);
    expect(aborted.model.parts.weights).toEqual(whole.model.parts.weights);
    expect(aborted.test).toEqual(whole.test);
  });

  test("keeps the epochs that were completed", async () => {
    const { stopped, steps, history } = await train(small(), data, { ...SMALL, epochs: 9, ...stopAfter(5) });
    expect(stopped).toEqual({ reason: "aborted", epoch: 1 });
    expect(steps).toBe(5);
    expect(history.map(({ epoch }) => epoch)).toEqual([1]);
  });

  test("changes nothing once the last step is done", async () => {
    const { stopped, history } = await train(small(), data, { ...SMALL, epochs: 2, ...stopAfter(6) });
    expect(stopped).toEqual({ reason: "epochs", epoch: 2 });
    expect(history).toHaveLength(2);
  });

  test("is heeded at once if it was aborted before", async () => {
    const { stopped, steps, history } = await train(small(), data, { ...SMALL, signal: AbortSignal.abort() });
    expect(stopped).toEqual({ reason: "aborted", epoch: 0 });
    expect(steps).toBe(0);
    expect(history).toEqual([]);
  });
});

describe("devices", () => {
  test("are closed at the end, and after an error of the caller's", async () => {
    const data = points(24);
    await train(small(), data, SMALL);
    const onProgress = () => {
      throw new Error("the caller's own");
    };
    await expect(train(small(), data, { ...SMALL, onProgress })).rejects.toThrow("the caller's own");
    await expectAllClosed();
    expect(openDevice).toHaveBeenCalledTimes(2);
  });

  test(
    "let the process end by itself, also when a model that predicted stays open",
    async () => {
      await buildDist();
      const { code, stdout, stderr } = await runScript(`
        const { arrays, dense, sequential, train } = evenkeel;
        const inputs = { shape: [40, 3], data: Float32Array.from({ length: 120 }, (_, i) => Math.sin(i)) };
        const data = arrays({ inputs, labels: Uint8Array.from({ length: 40 }, (_, i) => i % 2) });
        const run = await train(sequential([dense(2)]), data, { epochs: 2, batchSize: 10, threads: 2 });
        const { shape } = await run.model.predict(inputs);
        console.log(run.stopped.reason, shape.join());
      `);
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "epochs 40,2\n", stderr: "" });
    },
    PATIENCE,
  );

  test("are closed where a mistake is found while the step is traced", async () => {
    const pictures = await digits({ train: 20, validation: 0, test: 0 });
    await expect(train(sequential([conv2d(4, 3)]), pictures, SMALL)).rejects.toThrow(
      "crossEntropy: expected output [batch, classes], received [batch, 26, 26, 4]. " +
        "End the model with dense(classes), after flatten() or globalAveragePool().",
    );
    await expectAllClosed();
  });
});

describe("learning rates", () => {
  const data = points(24);
  const rates = async (optimizer: TrainOptions["optimizer"]) =>
    (await train(small(), data, { ...SMALL, epochs: 3, optimizer: present(optimizer) })).history.map(
      (row) => row.learningRate,
    );

  test("stand in the history, as the schedule gives them", async () => {
    const learningRate = exponentialDecay(0.1, { factor: 0.5 });
    expect(await rates(sgd({ learningRate: 0.25 }))).toEqual([0.25, 0.25, 0.25]);
    expect(await rates(sgd({ learningRate }))).toEqual([0.1, 0.05, 0.025]);
    expect(await rates(chain(clipByGlobalNorm(1), adam({ learningRate })))).toEqual([0.1, 0.05, 0.025]);
  });

  test("are those of an epoch's last step, where a schedule counts steps", async () => {
    const decay = exponentialDecay(1, { factor: 0.5, unit: "step" });
    expect(await rates(sgd({ learningRate: decay }))).toEqual([0.5 ** 2, 0.5 ** 5, 0.5 ** 8]);
  });

  test("are what steps are taken with", async () => {
    const vanishing = sgd({ learningRate: exponentialDecay(0.1, { factor: 1e-30 }) });
    const [one, three] = [
      await train(small(), data, { ...SMALL, epochs: 1 }),
      await train(small(), data, { ...SMALL, epochs: 3, optimizer: vanishing }),
    ];
    expect(three.model.parts.weights).toEqual(one.model.parts.weights);
  });
});

describe("scaling", () => {
  test("brings bytes to [0, 1] by default", async () => {
    const pictures = await digits({ train: 30, validation: 0, test: 10 });
    const model = () => sequential([flatten(), dense(10)]);
    const byDefault = await train(model(), pictures, SMALL);
    expect(byDefault.model.parts.scale).toEqual({ subtract: 0, multiply: 1 / 255 });
    const divided = (part: Dataset["train"]) => ({
      ...part,
      inputs: { ...part.inputs, data: Float32Array.from(part.inputs.data, (byte) => byte / 255) },
    });
    const floats = { ...pictures, train: divided(pictures.train), test: divided(present(pictures.test)) };
    const byHand = await train(model(), floats, SMALL);
    expect(byHand.model.parts.scale).toEqual({ subtract: 0, multiply: 1 });
    expect(byDefault.history[1].train.loss).toBeCloseTo(byHand.history[1].train.loss, 5);
    expect(present(byDefault.test).loss).toBeCloseTo(present(byHand.test).loss, 5);
    const raw = await train(model(), pictures, { ...SMALL, scaling: "none" });
    expect(raw.history[0].train.loss).toBeGreaterThan(2 * byDefault.history[0].train.loss);
  });

  test("is fitted on the training part alone", async () => {
    const data = points(40, { validation: 10 });
    data.validation?.inputs.data.fill(100);
    const { parts } = (await train(small(), data, { ...SMALL, scaling: standardize({ per: "all" }) })).model;
    const numbers = Array.from(data.train.inputs.data);
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
    expect(parts.scale.subtract).toBeCloseTo(mean, 10);
    expect(parts.scale.multiply).toBeCloseTo(1 / Math.sqrt(variance), 10);
  });
});

test("weighs the loss of a batch by the weights of its classes, not by its size", async () => {
  const data = points(20, { validation: 9 });
  const loss = crossEntropy({ classWeights: [1, 10, 0] });
  const still = { ...SMALL, epochs: 1, loss, optimizer: sgd({ learningRate: 1e-30 }) };
  const whole = await train(small(), data, { ...still, batchSize: 11 }); // all 9 of the validation part at once
  for (const batchSize of [1, 2, 4]) {
    const { history, skippedSteps } = await train(small(), data, { ...still, batchSize });
    expect(present(history[0].validation).loss).toBeCloseTo(present(whole.history[0].validation).loss, 6);
    expect(history[0].train.loss).toBeCloseTo(whole.history[0].train.loss, 6);
    expect(skippedSteps).toBe(0); // also where a batch has samples without weight alone
  }
});

test("fits real targets, and tells the mean absolute error in training too", async () => {
  const inputs = normals(120, 3);
  const targets = Float32Array.from({ length: 40 }, (_, i) => 2 * inputs[3 * i] - inputs[3 * i + 1] + 0.5);
  const data = arrays({ inputs: { shape: [40, 3], data: inputs }, targets: { shape: [40], data: targets } });
  const run = await train(sequential([dense(1)]), data, {
    ...SMALL,
    epochs: 60,
    loss: meanSquaredError(),
    targetScaling: "none", // so that the bias is that of the targets
  });
  expect(Object.keys(run.history[0].train)).toEqual(["loss", "meanAbsoluteError"]); // others are of whole sets
  expect(run.history.at(-1)?.train.loss).toBeLessThan(1e-6);
  expect(run.model.parts.weights["0.dense/bias"][0]).toBeCloseTo(0.5, 3);
});

function normals(count: number, seed: number): Float32Array {
  const random = new RandomStream(seed, "normals");
  return Float32Array.from({ length: count }, () => random.normal());
}

function relabeled(data: Dataset, indices: Uint32Array): Dataset {
  const changed = structuredClone(data);
  for (const i of indices) changed.train.targets.data[i] = (changed.train.targets.data[i] + 1) % 3;
  return changed;
}

async function expectAllClosed(): Promise<void> {
  const { results } = vi.mocked(openDevice).mock;
  expect(results.length).toBeGreaterThan(0);
  for (const { value } of results)
    await expect((await value).read("anything")).rejects.toThrow("received a closed one");
}
