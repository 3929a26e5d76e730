import { describe, expect, test } from "vitest";
import { arrays } from "./arrays.ts";
import type { Dataset } from "./dataset.ts";
import type { Task } from "./task.ts";
import { taskOf } from "./task-of.ts";

const inputs = [[0], [1], [2], [3]];
const labeled = (labels: readonly (number | string)[], more: Partial<Dataset> = {}): Dataset => ({
  ...arrays({ inputs, labels: labels as readonly string[] }),
  ...more,
});
const real = (targets: readonly (readonly number[])[], more: Partial<Dataset> = {}): Dataset => ({
  ...arrays({ inputs, targets }),
  ...more,
});
const yesNo = [[0], [1], [1], [0]];
const labels = [
  [0, 1],
  [1, 1],
  [0, 0],
  [1, 0],
];

describe("what there is to learn follows from the targets", () => {
  test.each<[Task, Dataset]>([
    ["binary", labeled(["no", "yes", "no", "yes"])],
    ["classification", labeled([0, 1, 2, 1])],
    ["classification", labeled(["one", "one", "one", "one"])],
    ["regression", real([[1.5], [2], [3], [4]])],
    ["regression", real(yesNo)], // numbers, unless the data say otherwise
    ["regression", real(labels)],
    ["binary", { name: "numbered", train: labeled([0, 1, 1, 0]).train }],
  ])("%s", (task, data) => {
    expect(taskOf(data)).toBe(task);
  });
});

describe("a task that is given", () => {
  test.each<[Task, Dataset]>([
    ["multilabel", real(labels, { task: "multilabel" })],
    ["binary", real(yesNo, { task: "binary" })],
    ["classification", labeled(["no", "yes", "no", "yes"], { task: "classification" })],
  ])("holds: %s", (task, data) => {
    expect(taskOf(data)).toBe(task);
  });

  test.each<[string, Dataset, string]>([
    [
      "binary of three classes",
      labeled([0, 1, 2, 1], { task: "binary" }),
      "arrays: task: expected two classes, or one target of 0 or 1, for binary, received labels of 3 classes. " +
        "Leave the task out: these targets are classification.",
    ],
    [
      "multilabel of other numbers than 0 and 1",
      real([[0.5], [1], [0], [0]], { task: "multilabel" }),
      "arrays: task: expected targets [n, labels] of 0 or 1 for multilabel, received real targets [n, 1]. " +
        "Leave the task out: these targets are regression; classes are given as labels.",
    ],
    [
      "classification of real targets",
      real(yesNo, { task: "classification" }),
      "arrays: task: expected class numbers [n] for classification, received real targets [n, 1]. " +
        "Leave the task out: these targets are regression; classes are given as labels.",
    ],
    [
      "regression of names",
      labeled(["no", "yes", "no", "yes"], { task: "regression" }),
      "arrays: task: expected real targets [n, outputs] for regression, received labels of 2 classes. " +
        "Leave the task out: these targets are binary.",
    ],
    [
      "a task that is none",
      real(yesNo, { task: "multi-label" as never }),
      'arrays: task: expected one of classification, binary, multilabel or regression, received "multi-label". ' +
        "Did you mean multilabel?",
    ],
  ])("is refused: %s", (_, data, message) => {
    expect(() => taskOf(data)).toThrow(message);
  });
});
