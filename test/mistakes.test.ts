import { describe, expect, test } from "vitest";
import { compile } from "../src/compile.ts";
import { arrays } from "../src/data/arrays.ts";
import { dense } from "../src/model/layers/dense.ts";
import { embedding } from "../src/model/layers/embedding.ts";
import { flatten } from "../src/model/layers/flatten.ts";
import { parallel } from "../src/model/layers/parallel.ts";
import { relu } from "../src/model/layers/relu.ts";
import { sequential } from "../src/model/layers/sequential.ts";
import { binaryCrossEntropy } from "../src/model/losses/binary-cross-entropy.ts";
import { loadModel } from "../src/saved/load-model.ts";
import { loadRun } from "../src/saved/load-run.ts";
import { checkGradients } from "../src/signals/check-gradients.ts";
import { evaluate } from "../src/train/evaluate.ts";
import { findRate } from "../src/train/find-rate/find-rate.ts";
import { capacityReport } from "../src/train/prepare/capacity.ts";
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
