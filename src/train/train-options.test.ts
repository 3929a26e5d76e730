import { describe, expect, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import { digits } from "../data/sources/digits.ts";
import { dense } from "../model/layers/dense.ts";
import { flatten } from "../model/layers/flatten.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { clipByGlobalNorm } from "../optimize/transforms/clip-by-global-norm.ts";
import { earlyStopping } from "./callbacks/early-stopping.ts";
import { train } from "./train.ts";

const data = arrays({ inputs: { shape: [4, 2], data: [0, 0, 0, 1, 1, 0, 1, 1] }, labels: [0, 1, 1, 0] });
const model = () => sequential([dense(4), relu(), dense(2)]);
const given = (options: object) => train(model(), data, { epochs: 1, threads: 0, ...options });
// biome-ignore lint/suspicious/noExplicitAny: what the types would refuse, as JavaScript may give it
const any = (value: unknown): any => value;

describe("a mistake in the options of train says what to do", () => {
  test.each<[string, () => unknown, string]>([
    [
      "an option of an optimizer",
      () => given({ learningRate: 0.1 }),
      'received "learningRate". Give it to the optimizer: optimizer: adam({ learningRate: 0.01 }).',
    ],
    ["one letter too few", () => given({ epoch: 3 }), 'received "epoch". Did you mean epochs?'],
    ["another spelling", () => given({ batch_size: 2 }), 'received "batch_size". Did you mean batchSize?'],
    [
      "an option of the data",
      () => given({ validationSplit: 0.2 }),
      "Hold samples out where the data are made: arrays(source, { validation: 0.2 }).",
    ],
    [
      "a name for an optimizer",
      () => given({ optimizer: "adam" }),
      'train: optimizer: expected an optimizer such as adam(), received "adam". Write adam(…), without quotation marks.',
    ],
    [
      "a name from elsewhere for a loss",
      () => given({ loss: "mse" }),
      'received "mse". Write meanSquaredError(…), without quotation marks.',
    ],
    [
      "a name in a list",
      () => given({ metrics: ["accuracy"] }),
      'train: metrics[0]: expected a metric such as accuracy(), received "accuracy". Write accuracy(…), without quotation marks.',
    ],
    [
      "an optimizer that was not called",
      () => given({ optimizer: adam }),
      "train: optimizer: expected an optimizer such as adam(), received adam, which was not called. Call it, with parentheses: adam(…).",
    ],
    [
      "a callback that was not called",
      () => given({ callbacks: [earlyStopping] }),
      "train: callbacks[0]: expected a callback such as earlyStopping(), received earlyStopping, which was not called.",
    ],
    [
      "one callback in place of a list",
      () => given({ callbacks: earlyStopping() }),
      "such as [earlyStopping()], received earlyStopping(…). Put it into a list: [earlyStopping(…)].",
    ],
    [
      "a loss in place of an optimizer",
      () => given({ optimizer: crossEntropy() }),
      "received crossEntropy(…), a loss.",
    ],
    [
      "a callback of another library",
      () => given({ callbacks: [{ onEpochEnd() {} }] }),
      "Give a callback such as earlyStopping(), or make one of your own with defineCallback({ … }).",
    ],
    [
      "a backend that there is not",
      () => given({ backend: "webgl" }),
      'train: backend: expected one of wasm, webgpu, reference, auto, received "webgl".',
    ],
    [
      "half a thread",
      () => given({ threads: 1.5 }),
      "train: threads: expected a whole number from 0 to 256, received 1.5.",
    ],
    [
      "a million threads",
      () => given({ threads: 1e6 }),
      "train: threads: expected a whole number from 0 to 256, received 1000000.",
    ],
    [
      "threads as text",
      () => given({ threads: "2" }),
      'train: threads: expected a whole number from 0 to 256, received "2".',
    ],
    [
      "a source that is not loaded",
      () => train(model(), any(digits({ train: 10, validation: 0, test: 0 }))),
      "train: data: expected a dataset, such as arrays({ inputs, labels }), received digits(…), a source that is not loaded. Put await before it.",
    ],
    [
      "the data first",
      () => train(any(data), any(model())),
      "train: model: expected a layer such as dense(10), received data. Give the model first, then the data.",
    ],
    [
      "arrays in place of a dataset",
      () => train(model(), any({ x: [1], y: [0] })),
      "Make a dataset: arrays({ inputs: { shape, data }, labels })",
    ],
    [
      "one part of a dataset",
      () => train(model(), any(data.train)),
      "Give a dataset; with these samples alone, { name, train: samples }.",
    ],
    ["a list of layers", () => train(any([flatten(), dense(2)]), data), "Put them into one: sequential([…])."],
    [
      "no data",
      () => train(model(), any(undefined)),
      "train: data: expected a dataset, such as arrays({ inputs, labels }), received undefined.",
    ],
    [
      "a device's option in the wrong kind",
      () => given({ relaxedSimd: "no" }),
      'train: relaxedSimd: expected true or false, received "no".',
    ],
    ["a signal that is none", () => given({ signal: {} }), "train: signal: expected an AbortSignal, received {}."],
    [
      "a run to resume that is none",
      () => given({ resume: {} }),
      "train: resume: expected the file of a saved run, or what loadRun gave, received {}.",
    ],
    [
      "no options at all",
      () => train(model(), data, any(null)),
      "train: expected options by name, as { … }, received null.",
    ],
    [
      "a part of another name",
      () => train(model(), any({ ...data, val: data.train })),
      'train: data: expected part name, train, validation, test, classes, task, columns, layout, table or stream, received "val". Did you mean validation?',
    ],
    [
      "clipping in place of an optimizer",
      () => given({ optimizer: clipByGlobalNorm(1) }),
      "Put an optimizer behind it: chain(clipByGlobalNorm(…), adam()).",
    ],
    [
      "labels for several outputs of squares",
      () => given({ loss: meanSquaredError() }),
      "For yes or no end the model with dense(1); for classes use crossEntropy().",
    ],
  ])("%s", async (_, work, message) => {
    await expect((async () => work())()).rejects.toMatchObject({
      kind: "usage",
      message: expect.stringContaining(message),
    });
  });
});

test("takes as many samples a step as there are, where that is fewer than the default", async () => {
  const run = await train(model(), data, { epochs: 2, threads: 0 });
  expect(run.steps).toBe(2); // one step of all four an epoch
  expect(run.config.batchSize).toBe(4);
  await expect(given({ batchSize: 64 })).rejects.toThrow("batchSize: expected at most 4");
});
