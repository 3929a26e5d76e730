import { describe, expect, it, vi } from "vitest";
import { compile } from "../compile.ts";
import { arrays } from "../data/arrays.ts";
import { digits } from "../data/sources/digits.ts";
import { dense } from "../model/layers/dense.ts";
import { embedding } from "../model/layers/embedding.ts";
import { flatten } from "../model/layers/flatten.ts";
import { parallel } from "../model/layers/parallel.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { binaryCrossEntropy } from "../model/losses/binary-cross-entropy.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { clipByGlobalNorm } from "../optimize/transforms/clip-by-global-norm.ts";
import { loadModel } from "../saved/load-model.ts";
import { loadRun } from "../saved/load-run.ts";
import { checkGradients } from "../signals/check-gradients.ts";
import { earlyStopping } from "./callbacks/early-stopping.ts";
import { evaluate } from "./evaluate.ts";
import { findRate } from "./find-rate/find-rate.ts";
import { capacityReport } from "./prepare/capacity.ts";
import { train } from "./train.ts";

const data = arrays({ inputs: { shape: [4, 2], data: [0, 0, 0, 1, 1, 0, 1, 1] }, labels: [0, 1, 1, 0] });
const model = () => sequential([dense(4), relu(), dense(2)]);
const given = (options: object) => train(model(), data, { epochs: 1, threads: 0, ...options });
// biome-ignore lint/suspicious/noExplicitAny: what the types would refuse, as JavaScript may give it
const any = (value: unknown): any => value;

describe("a slip is told, with what to do", () => {
  it.each<[string, () => unknown, string]>([
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
      "Put it into a list: [earlyStopping(…)].",
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
      () => given({ backend: "webgpu" }),
      'train: backend: expected one of wasm, reference, received "webgpu".',
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
      "a promise of data",
      () => train(model(), any(digits({ train: 10, validation: 0, test: 0 }))),
      "train: data: expected a dataset, such as arrays({ inputs, labels }) gives, received a promise. Put await before it.",
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
      "Give the whole dataset; of these samples alone { name, train: samples }.",
    ],
    ["a list of layers", () => train(any([flatten(), dense(2)]), data), "Put them into one: sequential([…])."],
    [
      "no data",
      () => train(model(), any(undefined)),
      "train: data: expected a dataset, such as arrays({ inputs, labels }) gives, received undefined.",
    ],
    [
      "a layer that was not called",
      () => sequential([flatten(), dense(2), any(relu)]),
      "sequential: layers[2]: expected a layer such as dense(10), received relu, which was not called. Call it, with parentheses: relu(…).",
    ],
    [
      "branches that are no list",
      () => any(parallel)(dense(1), dense(2)),
      "parallel: expected a list in the place of several arguments, as [dense(…), dense(…)], received",
    ],
    [
      "an option of findRate misspelt",
      () => findRate(model(), data, any({ lowest: 1e-5 })),
      "findRate: expected option",
    ],
    [
      "progress that findRate does not show by itself",
      () => findRate(model(), data, any({ verbose: true })),
      'received "verbose". Give onProgress, which is told of the steps.',
    ],
    [
      "a model that was not trained",
      () => evaluate(any(model()), data.train),
      "received sequential(…), which is not trained. Train it: (await train(model, data)).model.",
    ],
    ["data without parts", () => capacityReport(model(), any([1])), "capacityReport: data: expected a dataset"],
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
      'train: data: expected part name, train, validation, test or classes, received "val". Did you mean validation?',
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
    ["inputs and labels as two", () => any(arrays)({ shape: [1, 1], data: [1] }, [0]), "Give both in one"],
    [
      "quantities as labels",
      () => arrays({ inputs: [[0], [1]], labels: [0.5, 1] }),
      "If these are quantities and no classes, give them as targets",
    ],
    [
      "labels with a shape",
      () => any(arrays)({ inputs: [[0], [1]], labels: { shape: [2], data: [0, 1] } }),
      "Give its data: labels.data.",
    ],
    [
      "one-hot labels with a shape",
      () => any(arrays)({ inputs: [[0], [1]], labels: { shape: [2, 2], data: [0, 1, 1, 0] } }),
      "If these are one-hot, give the place of the 1 in each row.",
    ],
    [
      "targets of yes and no from 1",
      () => train(dense(1), arrays({ inputs: [[0], [1]], labels: [1, 2] }), { loss: binaryCrossEntropy(), threads: 0 }),
      "These begin at 1: subtract 1 from each.",
    ],
    [
      "options of loadModel in a list",
      () => loadModel("a.evenkeel", any([dense])),
      "loadModel: expected options by name, as { … }, received [the function dense].",
    ],
    [
      "another option of loadModel",
      () => loadModel("a.evenkeel", any({ customObjects: [] })),
      'loadModel: expected option use, received "customObjects". Did you mean use?',
    ],
    ["no options of loadRun", () => loadRun("a.evenkeel", any(null)), "loadRun: expected options by name"],
    [
      "indices outside the table, where gradients are checked",
      () => checkGradients(embedding(5, 2), { shape: [1, 2], data: [1, 7] }),
      "checkGradients: inputs: expected whole numbers from 0 to 4, the rows of the embedding, received 7 at index 1",
    ],
    [
      "a compiled function without its argument",
      async () => (await compile((x) => x.square()))(),
      "compiled function: expected 1 argument, as { shape, data }, received 0.",
    ],
  ])("%s", async (_, work, message) => {
    await expect((async () => work())()).rejects.toMatchObject({
      kind: "usage",
      message: expect.stringContaining(message),
    });
  });
});

it("takes as many samples a step as there are, where that is fewer than the default", async () => {
  const run = await train(model(), data, { epochs: 2, threads: 0 });
  expect(run.steps).toBe(2); // one step of all four an epoch
  expect(run.recipe.batchSize).toBe(4);
  await expect(given({ batchSize: 64 })).rejects.toThrow("batchSize: expected at most 4");
});

it("says once, where a model is measured or a rate is looked for, that inputs are of another size", async () => {
  const said = vi.spyOn(console, "warn").mockImplementation(() => {});
  try {
    const { model: trained } = await given({});
    const large = { ...data.train, inputs: { shape: [4, 2], data: new Float32Array(8).fill(7654) } };
    for (let i = 0; i < 2; i++) await evaluate(trained, large);
    expect(said.mock.calls).toEqual([
      ["evenkeel: Inputs reach 7654; those of the training reached 1. Give them in the units of the training."],
    ]);
    await findRate(model(), { ...data, train: large }, { steps: 10, threads: 0 });
    expect(said.mock.calls[1][0]).toMatch(/^evenkeel: Inputs run from 7654 to 7654 and are not scaled/);
  } finally {
    said.mockRestore();
  }
});
