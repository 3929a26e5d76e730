import { beforeEach, describe, expect, it, vi } from "vitest";
import { buildDist, PATIENCE, runScript } from "../../test/dist.ts";
import { openDevice } from "../backend/open.ts";
import { arrays } from "../data/arrays.ts";
import { batches } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { standardize } from "../data/scaling/standardize.ts";
import { digits } from "../data/sources/digits.ts";
import type { SplitOptions } from "../data/split.ts";
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
import { piecewise } from "../optimize/schedules/piecewise.ts";
import { clipByGlobalNorm } from "../optimize/transforms/clip-by-global-norm.ts";
import { RandomStream } from "../random.ts";
import { defineCallback } from "./callback.ts";
import { averageWeights } from "./callbacks/average-weights.ts";
import { earlyStopping } from "./callbacks/early-stopping.ts";
import { initialWeights } from "./prepare/initial-weights.ts";
import type { History } from "./run/history.ts";
import type { Run } from "./run/run.ts";
import type { Weights } from "./step/session.ts";
import { train } from "./train.ts";
import type { TrainOptions, TrainProgress } from "./train-options.ts";

vi.mock(import("../backend/open.ts"), { spy: true });
beforeEach(() => void vi.mocked(openDevice).mockClear());

const SMALL: TrainOptions = { threads: 0, batchSize: 8, epochs: 2, optimizer: sgd({ learningRate: 0.1 }) };

describe("the same run again", () => {
  const model = () => sequential([dense(33), batchNorm(), relu(), dropout(0.3), dense(3)]);
  const data = points(150, { validation: 20, test: 20 });
  const options: TrainOptions = { batchSize: 32, epochs: 3, callbacks: [averageWeights({ decay: 0.9 })] };
  const outcome = ({ history, test, stopped, state, model: { parts } }: Run) => ({
    ...{ history: withoutSeconds(history), test, stopped, state },
    weights: parts.weights,
  });

  it("gives the same history and the same bits for a seed", async () => {
    const [a, b] = [await train(model(), data, options), await train(model(), data, options)];
    expect(outcome(a)).toEqual(outcome(b));
  });

  it("gives the same bits on no, one and two threads", async () => {
    const [none, one, two] = await Promise.all(
      [0, 1, 2].map((threads) => train(model(), data, { ...options, threads })),
    );
    expect(two.backend).toMatch(/^wasm, 2 threads/);
    expect(outcome(one)).toEqual(outcome(none));
    expect(outcome(two)).toEqual(outcome(none));
  });

  it("gives other initial weights, masks and orders for another seed", async () => {
    const [a, b] = [await train(model(), data, options), await train(model(), data, { ...options, seed: 2 })];
    expect(b.history[0].train.loss).not.toBe(a.history[0].train.loss);
    expect(b.model.parts.weights).not.toEqual(a.model.parts.weights);
  });
});

describe("an epoch", () => {
  const data = points(21);

  it("trains on a last smaller batch", async () => {
    const last = [...batches(21, 8, { seed: 1, epoch: 1 })].at(-1)!;
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

  it("reports means over the samples, not over the batches", async () => {
    const still: TrainOptions = { ...SMALL, epochs: 1, optimizer: sgd({ learningRate: 1e-30 }) };
    const { history } = await train(small(), { ...data, validation: data.train }, still);
    expect(history[0].train.loss).toBeCloseTo(history[0].validation!.loss, 6);
    expect(history[0].train.accuracy).toBeCloseTo(history[0].validation!.accuracy, 6);
  });

  it("has no validation and no test where there is none", async () => {
    const run = await train(small(), data, SMALL);
    for (const epoch of run.history) expect(epoch).not.toHaveProperty("validation");
    expect(run.test).toBeUndefined();
    const both = await train(small(), points(40, { validation: 10, test: 10 }), SMALL);
    expect(Object.keys(both.history[1])).toEqual(["epoch", "learningRate", "train", "validation", "seconds"]);
    expect(Object.keys(both.test!)).toEqual(["loss", "accuracy"]);
    expect(JSON.parse(JSON.stringify(both.history))).toEqual(both.history);
  });

  it("learns", async () => {
    const run = await train(small(), points(120, { test: 40 }), { ...SMALL, epochs: 20 });
    expect(run.history.at(-1)!.train.loss).toBeLessThan(0.5 * run.history[0].train.loss);
    expect(run.test!.accuracy).toBeGreaterThan(0.8);
    expect(run.stopped).toEqual({ reason: "epochs", epoch: 20 });
    expect(run.skippedSteps).toBe(0);
  });
});

describe("AbortSignal", () => {
  const data = points(24, { test: 6 });

  it("ends the run with the weights of the steps that were taken", async () => {
    const whole = await train(small(), data, { ...SMALL, epochs: 1 });
    const aborted = await train(small(), data, { ...SMALL, epochs: 9, ...stopAfter(3) });
    expect(aborted.stopped).toEqual({ reason: "aborted", epoch: 1 });
    expect(aborted.steps).toBe(3);
    expect(aborted.model.parts.weights).toEqual(whole.model.parts.weights);
    expect(aborted.test).toEqual(whole.test);
  });

  it("keeps the epochs that were completed", async () => {
    const { stopped, steps, history } = await train(small(), data, { ...SMALL, epochs: 9, ...stopAfter(5) });
    expect(stopped).toEqual({ reason: "aborted", epoch: 1 });
    expect(steps).toBe(5);
    expect(history.map(({ epoch }) => epoch)).toEqual([1]);
  });

  it("changes nothing once the last step is done", async () => {
    const { stopped, history } = await train(small(), data, { ...SMALL, epochs: 2, ...stopAfter(6) });
    expect(stopped).toEqual({ reason: "epochs", epoch: 2 });
    expect(history).toHaveLength(2);
  });

  it("is heeded at once if it was aborted before", async () => {
    const { stopped, steps, history } = await train(small(), data, { ...SMALL, signal: AbortSignal.abort() });
    expect(stopped).toEqual({ reason: "aborted", epoch: 0 });
    expect(steps).toBe(0);
    expect(history).toEqual([]);
  });
});

describe("numbers that are not finite", () => {
  const huge = (indices: ArrayLike<number>, data: Dataset): Dataset => {
    const changed = structuredClone(data);
    for (const i of Array.from(indices)) changed.train.inputs.data.fill(3e38, i * 4, i * 4 + 4);
    return changed;
  };

  it("end a run whose learning rate is far too large, with finite weights and advice", async () => {
    const optimizer = adam({ learningRate: 1e20 });
    const run = await train(small(), points(64), { ...SMALL, epochs: 30, optimizer });
    expect(run.stopped.reason).toBe("diverged");
    expect(run.stopped.detail).toMatch(/^the (loss|gradient's norm) was (NaN|Infinity) for \d+ steps in a row/);
    expect(run.stopped.detail).toContain("Try a learning rate ten times smaller, clipByGlobalNorm(1)");
    expect(run.skippedSteps).toBeGreaterThanOrEqual(10);
    for (const weights of Object.values(run.model.parts.weights)) expect(weights.every(Number.isFinite)).toBe(true);
  });

  it("end a run on inputs that overflow, with the initial weights untouched", async () => {
    const data = points(40);
    const model = sequential([dense(6), batchNorm(), relu(), dense(3)]);
    const run = await train(
      model,
      huge(
        Uint32Array.from({ length: 40 }, (_, i) => i),
        data,
      ),
      { ...SMALL, epochs: 30 },
    );
    expect(run.stopped).toMatchObject({ reason: "diverged", epoch: Math.floor((run.skippedSteps - 1) / 5) });
    expect(run.model.parts.weights).toEqual(initialWeights(model.build([4]), 1));
  });

  it("are skipped in a single step, and counted", async () => {
    const data = points(24);
    const last = [...batches(24, 8, { seed: 1, epoch: 1 })].at(-1)!;
    const poisoned = huge([last[3]], data);
    const [run, without] = [
      await train(small(), poisoned, { ...SMALL, epochs: 1 }),
      await train(small(), poisoned, { ...SMALL, epochs: 1, ...stopAfter(2) }),
    ];
    expect([run.skippedSteps, without.skippedSteps]).toEqual([1, 0]);
    expect(run.stopped.reason).toBe("epochs");
    expect(run.model.parts.weights).toEqual(without.model.parts.weights);
    expect(run.history[0].train.loss).toBeGreaterThan(0);
    expect(run.history[0].train.loss).toBeLessThan(10);

    const longer = await train(small(), poisoned, { ...SMALL, epochs: 15 });
    expect(longer.skippedSteps).toBe(15); // more than it takes to diverge, but never in a row
    expect(longer.stopped).toEqual({ reason: "epochs", epoch: 15 });
  });
});

describe("mistakes", () => {
  const data = points(21, { validation: 6 });
  const images = () =>
    arrays({
      inputs: { shape: [20, 28, 28], data: new Float32Array(20 * 784) },
      labels: new Uint8Array(20),
      classes: 10,
    });
  const real = () =>
    arrays({
      inputs: { shape: [20, 4], data: new Float32Array(80) },
      targets: { shape: [20], data: new Float32Array(20) },
    });
  const empty = {
    inputs: { shape: [0, 4], data: new Float32Array() },
    targets: { shape: [0], data: new Uint8Array() },
  };
  const mislabeled = () => {
    const changed = structuredClone(data);
    changed.validation!.targets.data[2] = 3;
    return changed;
  };
  const notFinite = () => {
    const changed = structuredClone(data);
    changed.train.inputs.data[5] = Number.NaN;
    return changed;
  };

  it.each<[string, () => Promise<Run>, string]>([
    [
      "a batch larger than the data",
      () => train(small(), data, { batchSize: 16 }),
      "batchSize: expected at most 15, the number of samples, received 16. Use a batchSize of at most 15, or more samples.",
    ],
    [
      "an empty part",
      () => train(small(), { ...data, test: empty }, SMALL),
      "points.test: expected at least one sample, received none. Leave a part out instead of giving it empty.",
    ],
    [
      "a label outside the classes",
      () => train(small(), mislabeled(), SMALL),
      "points.validation.targets: expected whole class numbers from 0 to 2, received 3 at index 2. " +
        "Number the classes from 0, and give `classes` as many names as there are classes.",
    ],
    [
      "an input that is not finite",
      () => train(small(), notFinite(), SMALL),
      "points.train.inputs: expected finite numbers, received NaN at index 5. " +
        "Remove or replace missing values before training.",
    ],
    [
      "a model that does not fit the inputs",
      () => train(sequential([dense(10)]), images(), SMALL),
      "0.dense: expected input [batch, features], received [batch, 28, 28]. Add flatten() before it.",
    ],
    [
      "fewer outputs than classes",
      () => train(sequential([dense(8), relu(), dense(2)]), data, SMALL),
      "train: model: expected at least 3 outputs, one for each class, received 2. End the model with dense(3).",
    ],
    [
      "real targets for a loss of classes",
      () => train(small(), real(), SMALL),
      "arrays.train.targets: expected class numbers [n] for crossEntropy, received real targets [n, 1]. " +
        "Give labels, or choose a loss of real targets, such as meanSquaredError().",
    ],
    [
      "no epoch",
      () => train(small(), data, { ...SMALL, epochs: 0 }),
      "train: epochs: expected a whole number of at least 1, received 0.",
    ],
    [
      "half a sample",
      () => train(small(), data, { ...SMALL, batchSize: 0.5 }),
      "train: batchSize: expected a whole number of at least 1, received 0.5.",
    ],
    [
      "a seed below 0",
      () => train(small(), data, { ...SMALL, seed: -1 }),
      "train: seed: expected a whole number of at least 0, received -1.",
    ],
  ])("%s: told before any device is opened", async (_, work, text) => {
    await expect(work()).rejects.toMatchObject({ name: "EvenkeelError", kind: "usage", message: text });
    expect(openDevice).not.toHaveBeenCalled();
  });

  it("found while the step is traced: the device is closed again", async () => {
    const pictures = await digits({ train: 20, validation: 0, test: 0 });
    await expect(train(sequential([conv2d(4, 3)]), pictures, SMALL)).rejects.toThrow(
      "crossEntropy: expected output [batch, classes], received [batch, 26, 26, 4]. " +
        "End the model with dense(classes), after flatten() or globalAveragePool().",
    );
    await expectAllClosed();
  });
});

describe("devices", () => {
  it("are closed at the end, and after an error of the caller's", async () => {
    const data = points(24);
    await train(small(), data, SMALL);
    const onProgress = () => {
      throw new Error("the caller's own");
    };
    await expect(train(small(), data, { ...SMALL, onProgress })).rejects.toThrow("the caller's own");
    await expectAllClosed();
    expect(openDevice).toHaveBeenCalledTimes(2);
  });

  it(
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
});

describe("onProgress", () => {
  it("tells where training is, how it goes and how long it will take", async () => {
    const data = points(21, { validation: 5 });
    let milliseconds = 0;
    const told: TrainProgress[] = [];
    const { history } = await train(small(), data, {
      ...SMALL,
      epochs: 3,
      now: () => (milliseconds += 110),
      onProgress: (progress) => told.push(progress),
    });
    // 16 samples in batches of 8, a report after each step, for a step takes long on this clock.
    expect(told.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
      [3, 1],
      [3, 2],
    ]);
    told.forEach(({ epochs, stepsPerEpoch, last, elapsed, remaining, train }, i) => {
      expect([epochs, stepsPerEpoch]).toEqual([3, 2]);
      expect(last).toEqual(history[Math.floor(i / 2) - 1]);
      expect(Object.keys(train)).toEqual(["loss", "accuracy"]);
      expect(elapsed).toBeGreaterThan(told[i - 1]?.elapsed ?? 0);
      if (i < 5) expect(remaining).toBeGreaterThan(told[i + 1].remaining);
    });
    expect(told[5].remaining).toBe(0);
    expect(told[0]).not.toHaveProperty("last");
    expect(told[5].train).toEqual(history[2].train);
  });

  it("is not called after every step of a fast run", async () => {
    const told = await progressOf(small(), points(400), { ...SMALL, batchSize: 1, epochs: 1, now: () => 0 });
    expect(told.map(({ step }) => step)).toEqual([1, 65, 129, 193, 257, 321, 385, 400]);
  });
});

describe("learning rates", () => {
  const data = points(24);
  const rates = async (optimizer: TrainOptions["optimizer"]) =>
    (await train(small(), data, { ...SMALL, epochs: 3, optimizer: optimizer! })).history.map((row) => row.learningRate);

  it("stand in the history, as the schedule gives them", async () => {
    const learningRate = exponentialDecay(0.1, { factor: 0.5 });
    expect(await rates(sgd({ learningRate: 0.25 }))).toEqual([0.25, 0.25, 0.25]);
    expect(await rates(sgd({ learningRate }))).toEqual([0.1, 0.05, 0.025]);
    expect(await rates(chain(clipByGlobalNorm(1), adam({ learningRate })))).toEqual([0.1, 0.05, 0.025]);
  });

  it("are those of an epoch's last step, where a schedule counts steps", async () => {
    const decay = exponentialDecay(1, { factor: 0.5, unit: "step" });
    expect(await rates(sgd({ learningRate: decay }))).toEqual([0.5 ** 2, 0.5 ** 5, 0.5 ** 8]);
  });

  it("are what steps are taken with", async () => {
    const vanishing = sgd({ learningRate: exponentialDecay(0.1, { factor: 1e-30 }) });
    const [one, three] = [
      await train(small(), data, { ...SMALL, epochs: 1 }),
      await train(small(), data, { ...SMALL, epochs: 3, optimizer: vanishing }),
    ];
    expect(three.model.parts.weights).toEqual(one.model.parts.weights);
  });
});

describe("averageWeights", () => {
  it("evaluates and gives back the average of the weights after each step", async () => {
    const data = points(17, { test: 5 });
    const decay = 0.6;
    const options: TrainOptions = { ...SMALL, batchSize: 4, backend: "reference" };
    const after = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async (steps) => (await train(small(), data, { ...options, ...stopAfter(steps) })).state),
    );
    const averages: Record<string, number[]> = {};
    after.forEach((weights, i) => {
      const step = i + 1;
      const share = (1 - decay) / (1 - decay ** step);
      for (const [name, values] of Object.entries(weights))
        averages[name] = Array.from(values, (x, k) => {
          const before = averages[name]?.[k] ?? 0;
          return before + share * (x - before);
        });
    });

    const run = await train(small(), data, { ...options, callbacks: [averageWeights({ decay })] });
    for (const [name, average] of Object.entries(averages)) {
      const given = Array.from(run.model.parts.weights[name]);
      expect(largestDifference(given, average), name).toBeLessThan(1e-12);
      expect(largestDifference(given, after[5][name]), name).toBeGreaterThan(1e-4);
      expect(run.state[name], name).toEqual(after[5][name]); // training itself goes on as without the average
    }
    const { inputs, targets } = data.test!;
    const probabilities = await run.model.predict(inputs);
    const losses = Array.from(targets.data, (label, i) => -Math.log(probabilities.data[i * 3 + label]));
    expect(run.test!.loss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss, 0) / losses.length, 5);
    await run.model.close();
  });
});

describe("earlyStopping", () => {
  // Few samples, a wide model and labels of which many are wrong: it soon learns them by heart.
  const noisy = points(60, { validation: 20, test: 20 }, 0.5);
  const wide = () => sequential([dense(64), relu(), dense(3)]);
  const options: TrainOptions = { ...SMALL, batchSize: 4, optimizer: adam({ learningRate: 0.003 }) };

  it("stops when the validation loss stays up, and gives back the weights of the best epoch", async () => {
    const run = await train(wide(), noisy, { ...options, epochs: 60, callbacks: [earlyStopping({ patience: 4 })] });
    const losses = run.history.map(({ validation }) => validation!.loss);
    const bestEpoch = losses.indexOf(Math.min(...losses)) + 1;
    expect(bestEpoch).toBeGreaterThan(1);
    expect(run.history).toHaveLength(bestEpoch + 4);
    expect(run.stopped).toEqual({
      reason: "early stopping",
      epoch: bestEpoch + 4,
      bestEpoch,
      callback: "earlyStopping",
      detail: `the validation loss was lowest (${Math.min(...losses).toPrecision(4)}) after epoch ${bestEpoch}`,
    });

    const best = await train(wide(), noisy, { ...options, epochs: bestEpoch });
    expect(run.model.parts.weights).toEqual(best.model.parts.weights);
    expect(run.test).toEqual(best.test);
    expect(run.state["0.dense/kernel"]).not.toEqual(best.state["0.dense/kernel"]);
  });

  it("gives back the best weights also when the epochs end first", async () => {
    const callbacks = [earlyStopping({ patience: 100 })];
    const run = await train(wide(), noisy, { ...options, epochs: 30, callbacks });
    const losses = run.history.map(({ validation }) => validation!.loss);
    const bestEpoch = losses.indexOf(Math.min(...losses)) + 1;
    expect(bestEpoch).toBeLessThan(30);
    expect(run.stopped).toEqual({ reason: "epochs", epoch: 30, bestEpoch });
    const best = await train(wide(), noisy, { ...options, epochs: bestEpoch });
    expect(run.model.parts.weights).toEqual(best.model.parts.weights);
  });

  it("counts only improvements of more than minDelta", async () => {
    const callbacks = [earlyStopping({ patience: 2, minDelta: 1000 })];
    const { stopped, history } = await train(wide(), noisy, { ...options, epochs: 30, callbacks });
    const losses = history.map(({ validation }) => validation!.loss);
    const bestEpoch = losses.indexOf(Math.min(...losses)) + 1; // the lowest all the same: no better weights are lost
    expect(stopped).toMatchObject({ reason: "early stopping", epoch: 3, bestEpoch });
  });

  it("keeps the average, where there is one", async () => {
    const average = averageWeights({ decay: 0.9 });
    const callbacks = [earlyStopping({ patience: 2, minDelta: 1000 }), average];
    const run = await train(wide(), noisy, { ...options, epochs: 30, callbacks });
    const best = await train(wide(), noisy, { ...options, epochs: run.stopped.bestEpoch!, callbacks: [average] });
    expect(run.model.parts.weights).toEqual(best.model.parts.weights);
    expect(run.test).toEqual(best.test);
  });

  it("watches the training loss without a validation part, and says so", async () => {
    const { validation, test, ...only } = noisy;
    const callbacks = [earlyStopping({ patience: 2, minDelta: 1000 })];
    const { stopped } = await train(wide(), only, { ...options, epochs: 30, callbacks });
    expect(stopped.detail).toMatch(/^the training loss fell by no more than 1000 below its value \(.*\) after epoch 1/);
  });

  it.each([
    ["GL", { alpha: 10 }],
    ["PQ", { strip: 3 }],
    ["UP", { strip: 2, strips: 2 }],
  ] as const)("stops by %s too, with the best weights", async (criterion, given) => {
    const callbacks = [earlyStopping({ criterion, ...given })];
    const run = await train(wide(), noisy, { ...options, epochs: 60, callbacks });
    const losses = run.history.map(({ validation }) => validation!.loss);
    const bestEpoch = losses.indexOf(Math.min(...losses)) + 1;
    expect(run.stopped).toMatchObject({ reason: "early stopping", bestEpoch, callback: "earlyStopping" });
    expect(run.stopped.detail).toContain(`(${criterion} `);
    const best = await train(wide(), noisy, { ...options, epochs: bestEpoch });
    expect(run.model.parts.weights).toEqual(best.model.parts.weights);
  });

  it("gives back the best weights also when the run is aborted, and when it diverges", async () => {
    const callbacks = [earlyStopping({ patience: 100 })];
    const { stopped } = await train(wide(), noisy, { ...options, callbacks, epochs: 12 });
    const best = stopped.bestEpoch!;
    const { model } = await train(wide(), noisy, { ...options, epochs: best });
    const steps = Math.ceil(noisy.train.inputs.shape[0] / options.batchSize!);
    const aborted = await train(wide(), noisy, { ...options, callbacks, epochs: 30, ...stopAfter(15 * steps + 2) });
    expect(aborted.stopped).toEqual({ reason: "aborted", epoch: 15, bestEpoch: best });
    expect(aborted.model.parts.weights).toEqual(model.parts.weights);

    const exploding = adam({ learningRate: piecewise([0.003, 1e30], [12]) });
    const diverged = await train(wide(), noisy, { ...options, callbacks, epochs: 30, optimizer: exploding });
    expect(diverged.stopped).toMatchObject({ reason: "diverged", bestEpoch: best });
    expect(diverged.model.parts.weights).toEqual(model.parts.weights);
  });

  it("is not what another callback that stops a run is called", async () => {
    const budget = defineCallback({
      name: "budget",
      summary: "Stops after two epochs.",
      source: "by definition",
      options: {},
      start: () => ({ epochEnd: async ({ epoch }) => (epoch.epoch === 2 ? "two epochs are enough" : undefined) }),
    });
    const callbacks = [earlyStopping({ patience: 100 }), budget()];
    const { stopped } = await train(wide(), noisy, { ...options, epochs: 30, callbacks });
    expect(stopped).toMatchObject({
      ...{ reason: "aborted", epoch: 2, callback: "budget", detail: "two epochs are enough" },
    });
  });

  it("starts anew in each run", async () => {
    const callback = earlyStopping({ patience: 2, minDelta: 1000 });
    for (const _ of [1, 2]) {
      const { stopped } = await train(wide(), noisy, { ...options, epochs: 30, callbacks: [callback] });
      expect(stopped.epoch).toBe(3);
    }
  });
});

describe("scaling", () => {
  it("brings bytes to [0, 1] by default", async () => {
    const pictures = await digits({ train: 30, validation: 0, test: 10 });
    const model = () => sequential([flatten(), dense(10)]);
    const byDefault = await train(model(), pictures, SMALL);
    expect(byDefault.model.parts.scale).toEqual({ subtract: 0, multiply: 1 / 255 });
    const divided = (part: Dataset["train"]) => ({
      ...part,
      inputs: { ...part.inputs, data: Float32Array.from(part.inputs.data, (byte) => byte / 255) },
    });
    const floats = { ...pictures, train: divided(pictures.train), test: divided(pictures.test!) };
    const byHand = await train(model(), floats, SMALL);
    expect(byHand.model.parts.scale).toEqual({ subtract: 0, multiply: 1 });
    expect(byDefault.history[1].train.loss).toBeCloseTo(byHand.history[1].train.loss, 5);
    expect(byDefault.test!.loss).toBeCloseTo(byHand.test!.loss, 5);
    const raw = await train(model(), pictures, { ...SMALL, scaling: "none" });
    expect(raw.history[0].train.loss).toBeGreaterThan(2 * byDefault.history[0].train.loss);
  });

  it("is fitted on the training part alone", async () => {
    const data = points(40, { validation: 10 });
    data.validation!.inputs.data.fill(100);
    const { parts } = (await train(small(), data, { ...SMALL, scaling: standardize() })).model;
    const numbers = Array.from(data.train.inputs.data);
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
    expect(parts.scale.subtract).toBeCloseTo(mean, 10);
    expect(parts.scale.multiply).toBeCloseTo(1 / Math.sqrt(variance), 10);
  });
});

it("weighs the loss of a batch by the weights of its classes, not by its size", async () => {
  const data = points(20, { validation: 9 });
  const loss = crossEntropy({ classWeights: [1, 10, 0] });
  const still = { ...SMALL, epochs: 1, loss, optimizer: sgd({ learningRate: 1e-30 }) };
  const whole = await train(small(), data, { ...still, batchSize: 11 }); // all 9 of the validation part at once
  for (const batchSize of [1, 2, 4]) {
    const { history, skippedSteps } = await train(small(), data, { ...still, batchSize });
    expect(history[0].validation!.loss).toBeCloseTo(whole.history[0].validation!.loss, 6);
    expect(history[0].train.loss).toBeCloseTo(whole.history[0].train.loss, 6);
    expect(skippedSteps).toBe(0); // also where a batch has samples without weight alone
  }
});

it("fits real targets, without metrics unless they are asked for", async () => {
  const inputs = normals(120, 3);
  const targets = Float32Array.from({ length: 40 }, (_, i) => 2 * inputs[3 * i] - inputs[3 * i + 1] + 0.5);
  const data = arrays({ inputs: { shape: [40, 3], data: inputs }, targets: { shape: [40], data: targets } });
  const run = await train(sequential([dense(1)]), data, { ...SMALL, epochs: 60, loss: meanSquaredError() });
  expect(Object.keys(run.history[0].train)).toEqual(["loss"]);
  expect(run.history.at(-1)!.train.loss).toBeLessThan(1e-6);
  expect(run.model.parts.weights["0.dense/bias"][0]).toBeCloseTo(0.5, 3);
});

// ── Small things to train ────────────────────────────────────────────────────────────────────────────────────────────

/** Points of three classes in four dimensions, each class around a center of its own; a share has a random label. */
function points(count: number, split: SplitOptions = {}, wrong = 0): Dataset {
  const random = new RandomStream(7, "points");
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 3);
  const data = Float32Array.from({ length: count * 4 }, (_, k) => {
    const i = Math.floor(k / 4);
    return random.normal() + (k % 4 === labels[i] ? 2 : 0);
  });
  const said = labels.map((label) => (random.uniform() < wrong ? random.integer(3) : label));
  return arrays({ name: "points", inputs: { shape: [count, 4], data }, labels: said, classes: 3 }, split);
}

function small() {
  return sequential([dense(6), relu(), dense(3)]);
}

function normals(count: number, seed: number): Float32Array {
  const random = new RandomStream(seed, "normals");
  return Float32Array.from({ length: count }, () => random.normal());
}

function relabeled(data: Dataset, indices: Uint32Array): Dataset {
  const changed = structuredClone(data);
  for (const i of indices) changed.train.targets.data[i] = (changed.train.targets.data[i] + 1) % 3;
  return changed;
}

/** Options that abort a run after so many steps. The clock makes every step be reported. */
function stopAfter(steps: number): TrainOptions {
  const controller = new AbortController();
  let milliseconds = 0;
  return {
    signal: controller.signal,
    now: () => (milliseconds += 110),
    onProgress: ({ epoch, step, stepsPerEpoch }) => {
      if ((epoch - 1) * stepsPerEpoch + step === steps) controller.abort();
    },
  };
}

async function progressOf(...[model, data, options]: Parameters<typeof train>): Promise<TrainProgress[]> {
  const told: TrainProgress[] = [];
  await train(model, data, { ...options, onProgress: (progress) => told.push(progress) });
  return told;
}

function withoutSeconds(history: History) {
  return history.map(({ seconds, ...row }) => row);
}

function largestDifference(a: ArrayLike<number>, b: Weights[string] | number[]): number {
  return Array.from(a).reduce((largest, x, i) => Math.max(largest, Math.abs(x - b[i])), 0);
}

async function expectAllClosed(): Promise<void> {
  const { results } = vi.mocked(openDevice).mock;
  expect(results.length).toBeGreaterThan(0);
  for (const { value } of results)
    await expect((await value).read("anything")).rejects.toThrow("received a closed one");
}
