import { describe, expect, test } from "vitest";
import { arrays } from "./arrays.ts";
import { checkLayout } from "./checks/check-layout.ts";
import { kFold } from "./k-fold.ts";
import { placesOf, withTarget } from "./layout.ts";

const image = { shape: [4, 1, 2, 1], data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
const age = [0.5, 1.5, 2.5, 3.5];
const labels = { kind: ["a", "b", "a", "b"] };

test("inputs by name lie one after another in a row, and a layout says where", () => {
  const data = arrays({ inputs: { image, age }, labels: ["x", "y", "x", "y"] });
  expect(data.train.inputs).toEqual({
    shape: [4, 3],
    data: Float32Array.of(1, 2, 0.5, 3, 4, 1.5, 5, 6, 2.5, 7, 8, 3.5),
  });
  expect(data.layout).toEqual({
    inputs: [
      { name: "image", shape: [1, 2, 1], bytes: true },
      { name: "age", shape: [1] },
    ],
  });
  expect(data.classes).toEqual(["x", "y"]);
});

test("rows keep the type of their numbers where all have it, and lose no digit of whole numbers", () => {
  const of = (inputs: Parameters<typeof arrays>[0]["inputs"]) => arrays({ inputs, labels: [0, 1, 0, 1] }).train.inputs;
  expect(of({ image, more: image }).data).toBeInstanceOf(Uint8Array);
  expect(of({ words: Int32Array.of(1, 2, 3, 4), age }).data).toBeInstanceOf(Float64Array);
  expect(of({ words: Int32Array.of(1, 2, 3, 4), more: Int32Array.of(1, 2, 3, 4) }).data).toBeInstanceOf(Int32Array);
});

test("labels and targets by name lie in a row too, labels first", () => {
  const data = arrays({
    inputs: { image },
    targets: {
      age,
      size: [
        [1, 2],
        [3, 4],
        [5, 6],
        [7, 8],
      ],
    },
    labels,
  });
  expect(data.train.targets).toEqual({
    shape: [4, 4],
    data: Float32Array.of(0, 0.5, 1, 2, 1, 1.5, 3, 4, 0, 2.5, 5, 6, 1, 3.5, 7, 8),
  });
  const targets = data.layout?.targets ?? [];
  expect(targets).toEqual([
    { name: "kind", shape: [], classes: ["a", "b"] },
    { name: "age", shape: [1] },
    { name: "size", shape: [2] },
  ]);
  expect(placesOf(targets)).toEqual([
    { start: 0, size: 1 },
    { start: 1, size: 1 },
    { start: 2, size: 2 },
  ]);
  expect(withTarget(data.train, targets, "kind").targets).toEqual({ shape: [4], data: Float32Array.of(0, 1, 0, 1) });
  expect(withTarget(data.train, targets, "size").targets.shape).toEqual([4, 2]);
});

test("sets of their own number classes as the training set does; folds keep the layout", () => {
  const held = {
    inputs: { age: [9, 8], image: { shape: [2, 1, 2, 1], data: new Uint8Array(4) } },
    labels: { kind: ["b", "a"] },
  };
  const data = arrays({ inputs: { image, age }, labels }, { test: held });
  expect(data.test?.inputs.data).toEqual(Float32Array.of(0, 0, 9, 0, 0, 8));
  expect(data.test?.targets.data).toEqual(Uint8Array.of(1, 0));
  for (const fold of kFold(data, 2)) expect(fold.layout).toEqual(data.layout);
});

describe("refuses", () => {
  const inputs = { image, age };
  test.each<[string, () => unknown, string]>([
    [
      "inputs of different numbers of samples",
      () => arrays({ inputs: { image, age: [1, 2] }, labels }),
      "arrays.inputs.age: expected 4 samples, as image has, received 2.",
    ],
    [
      "an input that is missing",
      () => arrays({ inputs: { image, age: undefined as never }, labels }),
      "received none for age",
    ],
    [
      "an input with a number that is missing",
      () => arrays({ inputs: { image, age: [1, 2, Number.NaN, 4] }, labels }),
      "arrays.inputs.age: expected finite numbers, received NaN at index 2.",
    ],
    [
      "a test set without names",
      () => arrays({ inputs, labels }, { test: { inputs: [[1]], labels: { kind: ["a"] } } }),
      "arrays: test.inputs: expected image, age by name, { image: … }, received [[1]].",
    ],
    [
      "a test set with names alone",
      () =>
        arrays({ inputs: age.map((x) => [x]), labels: [0, 1, 0, 1] }, { test: { inputs: { age: [1] }, labels: [0] } }),
      "arrays.inputs: expected what the training set has",
    ],
    [
      "a test set of another shape",
      () => arrays({ inputs: { age }, labels }, { test: { inputs: { age: [[1, 2]] }, labels: { kind: ["a"] } } }),
      "arrays: test.inputs.age: expected the shape of the training set, [n, 1], received [n, 2].",
    ],
    [
      "a test set with another target",
      () => arrays({ inputs: { age }, labels }, { test: { inputs: { age: [1] }, labels: { kin: ["a"] } } }),
      'arrays: test.labels: expected one of kind, received "kin". Did you mean kind?',
    ],
    [
      "a test set with one more",
      () =>
        arrays({ inputs: { age }, labels }, { test: { inputs: { age: [1] }, labels: { kind: ["a"] }, targets: [1] } }),
      "arrays: test.targets: expected what the training set has, received [1].",
    ],
    [
      "a name twice",
      () => arrays({ inputs, labels, targets: { kind: age } }),
      "received kind in labels and in targets",
    ],
    [
      "targets without a name beside labels with one",
      () => arrays({ inputs, labels, targets: age }),
      "arrays.targets: expected several by name, { name: … }, as the others are, received [0.5,1.5,2.5,3.5].",
    ],
    [
      "classes of no labels",
      () => arrays({ inputs, labels, classes: { kin: 2 } }),
      "arrays.classes: expected classes by name, of kind, received kin.",
    ],
    ["too few labels", () => arrays({ inputs, labels: { kind: ["a"] } }), "arrays.kind.labels: expected 4 labels"],
    ["too few targets", () => arrays({ inputs, targets: { age: [1] } }), "arrays.age.targets: expected 4 targets"],
    [
      "rows of another length than a layout says",
      () =>
        checkLayout({
          ...arrays({ inputs: age.map((x) => [x]), labels: [0, 1, 0, 1] }),
          layout: { inputs: [{ name: "a", shape: [2] }] },
        }),
      "arrays.layout.inputs: expected rows of 2 numbers, for a, received [4, 1].",
    ],
    [
      "numbers that are no class",
      () =>
        checkLayout({
          ...arrays({ inputs: { age }, targets: age }),
          layout: { targets: [{ name: "kind", shape: [], classes: ["a"] }] },
        }),
      "arrays.train.kind: expected whole class numbers from 0 to 0, received 0.5 at index 0.",
    ],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(message);
  });
});
