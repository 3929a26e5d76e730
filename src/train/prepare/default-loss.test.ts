import { describe, expect, test, vi } from "vitest";
import { arrays } from "../../data/arrays.ts";
import type { Dataset } from "../../data/dataset.ts";
import { dense } from "../../model/layers/dense.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { crossEntropy } from "../../model/losses/cross-entropy.ts";
import { meanSquaredError } from "../../model/losses/mean-squared-error.ts";
import { train } from "../train.ts";
import { prepareTraining } from "./prepare-training.ts";

const inputs = [[0], [1], [2], [3]];
const two = arrays({ inputs, labels: ["no", "yes", "yes", "no"] });
const three = arrays({ inputs, labels: ["a", "b", "c", "a"] });
const real = arrays({ inputs, targets: [[1.5], [2], [7], [3]] });
const pairs = arrays({
  inputs,
  targets: [
    [1.5, 2],
    [2, 1],
    [7, 1],
    [3, 0],
  ],
});
const yesNo = [[0], [1], [1], [0]];
const labels = [
  [0, 1],
  [1, 1],
  [0, 0],
  [1, 1],
];
const multilabel = arrays({ inputs, targets: labels, task: "multilabel", classes: ["red", "round"] });
const model = (outputs: number) => sequential([dense(outputs)]);
const prepared = (outputs: number, data: Dataset, options = {}) => prepareTraining(model(outputs), data, options);

describe("the loss by default is that of the task and the outputs", () => {
  test.each<[string, number, Dataset, string]>([
    ["classes", 3, three, "crossEntropy"],
    ["two classes, two outputs", 2, two, "crossEntropy"],
    ["two classes, one output", 1, two, "binaryCrossEntropy"],
    ["yes and no as 1 and 0", 1, { ...arrays({ inputs, targets: yesNo }), task: "binary" }, "binaryCrossEntropy"],
    ["several labels", 2, multilabel, "binaryCrossEntropy"],
    ["a real target", 1, real, "meanSquaredError"],
    ["two real targets", 2, pairs, "meanSquaredError"],
  ])("%s: %d outputs", async (_, outputs, data, name) => {
    expect((await prepared(outputs, data)).loss.name).toBe(name);
  });

  test.each<[string, number, Dataset, string]>([
    [
      "three classes",
      1,
      three,
      "expected at least 3 outputs, one for each class, received 1. End the model with dense(3).",
    ],
    [
      "several labels",
      3,
      multilabel,
      "expected 2 outputs, one for each target, received 3. End the model with dense(2).",
    ],
    ["one real target", 10, real, "expected 1 output, received 10. End the model with dense(1)."],
    ["two real targets", 1, pairs, "expected 2 outputs, one for each target, received 1. End the model with dense(2)."],
    [
      "yes and no as 1 and 0",
      2,
      { ...arrays({ inputs, targets: yesNo }), task: "binary" },
      "expected 1 output, received 2. End the model with dense(1).",
    ],
  ])("%s with %d outputs: the error says which last layer there has to be", async (_, outputs, data, message) => {
    await expect(prepared(outputs, data)).rejects.toThrow(`train: model: ${message}`);
  });

  test("two classes with one output of crossEntropy: dense(1) goes with another loss", async () => {
    await expect(prepared(1, two, { loss: crossEntropy() })).rejects.toThrow(
      /End the model with dense\(2\)|dense\(1\)/,
    );
  });

  test("one-hot targets are not taken for quantities", async () => {
    const oneHot = arrays({
      inputs,
      targets: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [1, 0, 0],
      ],
    });
    await expect(prepared(3, oneHot)).rejects.toThrow(/These look one-hot: give the number of each class/);
    expect((await prepared(3, oneHot, { loss: meanSquaredError() })).task).toBe("regression");
  });
});

test("what was guessed and may be another task is said, and so are outputs without a class", async () => {
  const said = async (outputs: number, data: Dataset, options = {}) => (await prepared(outputs, data, options)).hints;
  expect(await said(1, arrays({ inputs, targets: yesNo }))).toEqual([
    'All targets are 0 or 1, and are learned as numbers. If they mean no and yes, give them as labels, or say task: "binary" in the dataset.',
  ]);
  expect(await said(2, arrays({ inputs, targets: labels }))).toEqual([expect.stringMatching(/say task: "multilabel"/)]);
  expect(await said(2, multilabel)).toEqual([]);
  expect(await said(1, arrays({ inputs, targets: yesNo }), { loss: meanSquaredError() })).toEqual([]);
  expect(await said(10, three)).toEqual(["The model has 10 outputs for 3 classes. End it with dense(3)."]);
});

describe("predictions follow from the task", () => {
  const options = { threads: 0, epochs: 2 };

  test("one output for two classes gives their names", async () => {
    const { model: trained, test: _, config } = await train(model(1), two, options);
    expect(config.loss.name).toBe("binaryCrossEntropy");
    const { data } = await trained.predict(two.train.inputs);
    const said = await trained.classify(two.train.inputs);
    said.forEach((one, i) => {
      expect(one).toEqual({
        class: data[i] > 0.5 ? "yes" : "no",
        label: Number(data[i] > 0.5),
        probability: expect.closeTo(Math.max(data[i], 1 - data[i]), 6),
      });
    });
    await trained.close();
  });

  test("several labels have a probability each, under their names", async () => {
    const { model: trained } = await train(model(2), multilabel, options);
    const { data, classes } = await trained.predict(multilabel.train.inputs);
    expect(classes).toEqual(["red", "round"]);
    expect(data.every((p) => p > 0 && p < 1)).toBe(true);
    await expect(trained.classify(multilabel.train.inputs)).rejects.toThrow(/Use predict\(\)/);
    await trained.close();
  });

  test("a task that is none is refused", async () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
    await expect(train(model(2), { ...two, task: "clustering" as "binary" }, options)).rejects.toThrow(
      'train: data: task: expected one of classification, binary, multilabel, regression, received "clustering".',
    );
    warned.mockRestore();
  });
});
