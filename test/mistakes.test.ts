import { describe, expect, test } from "vitest";
import { compile } from "../src/compile.ts";
import { arrays } from "../src/data/arrays.ts";
import { mlp } from "../src/model/architectures/mlp.ts";
import { conv2d } from "../src/model/layers/conv2d.ts";
import { dense } from "../src/model/layers/dense.ts";
import { embedding } from "../src/model/layers/embedding.ts";
import { flatten } from "../src/model/layers/flatten.ts";
import { parallel } from "../src/model/layers/parallel.ts";
import { relu } from "../src/model/layers/relu.ts";
import { sequential } from "../src/model/layers/sequential.ts";
import { binaryCrossEntropy } from "../src/model/losses/binary-cross-entropy.ts";
import { adam } from "../src/optimize/optimizers/adam.ts";
import { chain } from "../src/optimize/optimizers/chain.ts";
import { partition } from "../src/optimize/optimizers/partition.ts";
import { cosineDecay } from "../src/optimize/schedules/cosine-decay.ts";
import { exponentialDecay } from "../src/optimize/schedules/exponential-decay.ts";
import { clipByGlobalNorm } from "../src/optimize/transforms/clip-by-global-norm.ts";
import { loadModel } from "../src/saved/load-model.ts";
import { loadRun } from "../src/saved/load-run.ts";
import { checkGradients } from "../src/signals/check-gradients.ts";
import { earlyStopping } from "../src/train/callbacks/early-stopping.ts";
import { evaluate } from "../src/train/evaluate.ts";
import { findRate } from "../src/train/find-rate/find-rate.ts";
import { capacityReport } from "../src/train/prepare/capacity-report.ts";
import { train } from "../src/train/train.ts";

const data = arrays({ inputs: { shape: [4, 2], data: [0, 0, 0, 1, 1, 0, 1, 1] }, labels: [0, 1, 1, 0] });
const model = () => sequential([dense(4), relu(), dense(2)]);
// biome-ignore lint/suspicious/noExplicitAny: what the types would refuse, as JavaScript may give it
const any = (value: unknown): any => value;

describe("a mistake at any door says what to do", () => {
  test.each<[string, () => unknown, string]>([
    [
      "a layer that was not called",
      () => sequential([flatten(), dense(2), any(relu)]),
      "sequential: layers[2]: expected a layer such as dense(10), received relu, which was not called. Call it, with parentheses: relu(…).",
    ],
    [
      "a group whose optimizer was not called",
      () => partition(any([["*", adam]])),
      "partition: groups[0][1]: expected an optimizer such as adam(), received adam, which was not called. Call it",
    ],
    [
      "the second group by a name",
      () =>
        partition(
          any([
            ["bias", adam()],
            ["*", "sgd"],
          ]),
        ),
      'partition: groups[1][1]: expected an optimizer such as adam(), received "sgd". Write sgd(…), without quotation',
    ],
    [
      "a group without a pattern",
      () => partition([["", adam()]]),
      "partition: groups: expected a list of [pattern, opt",
    ],
    [
      "stages in brackets",
      () => any(chain)([clipByGlobalNorm(1), adam()]),
      "chain: expected stages, one after another, received a list of them. Write chain(a, b), without brackets.",
    ],
    [
      "an option by position and by name",
      () => any(conv2d)(8, 3, { kernelSize: 5 }),
      "conv2d: expected kernelSize once, received 3 and 5. Leave one of them out.",
    ],
    ["the units twice", () => any(dense)(3, { units: 5 }), "dense: expected units once, received 3 and 5."],
    [
      "a learning rate without its name",
      () => adam(any(0.01)),
      "adam: expected options by name, as { … }, received 0.01. Write adam({ learningRate: 0.01 }).",
    ],
    [
      "a schedule without its name",
      () => adam(any(cosineDecay(0.1))),
      "received cosineDecay(…). Write adam({ learningRate: cosineDecay(…) }).",
    ],
    ["a patience without its name", () => earlyStopping(any(5)), "Write earlyStopping({ patience: 5 })."],
    [
      "a second argument without its name",
      () => any(exponentialDecay)(0.1, 0.9),
      "received 0.9. Write exponentialDecay(0.1, { factor: 0.9 }).",
    ],
    [
      "a controller in place of its signal",
      () => train(model(), data, any({ signal: new AbortController() })),
      "train: signal: expected an AbortSignal, received an AbortController. Give controller.signal.",
    ],
    [
      "inputs and labels as two, in training",
      () => any(train)(model(), { shape: [4, 2], data: [0, 0, 0, 1, 1, 0, 1, 1] }, { shape: [4], data: [0, 1, 1, 0] }),
      "Make a dataset: arrays({ inputs: { shape, data }, labels })",
    ],
    ["no data for findRate", () => any(findRate)(model()), "findRate: data: expected a dataset, such as arrays("],
    ["a model for findRate that was not called", () => findRate(any(dense), data), "findRate: model: expected a layer"],
    [
      "a model without weights for findRate",
      () => findRate(relu(), data, { threads: 0 }),
      "findRate: model: expected a layer with parameters to train, received none.",
    ],
    ["an activation as a layer", () => mlp(any({ activation: relu() })), 'received relu(…). Write its name: "relu".'],
    [
      "a maker where a number belongs",
      () => dense(any({ units: relu })),
      "dense: units: expected a whole number of at least 1, received relu, which was not called.",
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
      'received "verbose". Give onProgress, which is called after every few steps.',
    ],
    [
      "a model that was not trained",
      () => evaluate(any(model()), data.train),
      "received sequential(…), which is not trained. Train it: (await train(model, data)).model.",
    ],
    ["data without parts", () => capacityReport(model(), any([1])), "capacityReport: data: expected a dataset"],
    ["inputs and labels as two", () => any(arrays)({ shape: [1, 1], data: [1] }, [0]), "Give both in one"],
    [
      "quantities as labels",
      () => arrays({ inputs: [[0], [1]], labels: [0.5, 1] }),
      "If these are quantities rather than classes, give them as targets",
    ],
    [
      "labels with a shape",
      () => any(arrays)({ inputs: [[0], [1]], labels: { shape: [2], data: [0, 1] } }),
      "Give its data: labels.data.",
    ],
    [
      "one-hot labels with a shape",
      () => any(arrays)({ inputs: [[0], [1]], labels: { shape: [2, 2], data: [0, 1, 1, 0] } }),
      "If these are one-hot, give the index of the 1 in each row.",
    ],
    [
      "targets of yes and no from 1",
      () => train(dense(1), arrays({ inputs: [[0], [1]], labels: [1, 2] }), { loss: binaryCrossEntropy(), threads: 0 }),
      "These start at 1: subtract 1 from each.",
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
