import { createContext, runInContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { EvenkeelError } from "../errors.ts";
import type { ArraySource } from "./array-source.ts";
import { arrays } from "./arrays.ts";
import { checkDataset } from "./checks/check-dataset.ts";

const images = (count: number) => ({
  shape: [count, 2, 2, 1],
  data: Float32Array.from({ length: 4 * count }, (_, i) => i),
});
const inputs = { shape: [3, 2], data: [1, 2, 3, 4, 5, 6] };
const labels = [0, 1, 1];

describe("arrays", () => {
  test("makes a dataset of images and labels, split in three", () => {
    const classNumbers = Uint8Array.from({ length: 50 }, (_, i) => i % 5);
    const data = arrays({ inputs: images(50), labels: classNumbers }, { validation: 0.1, test: 0.2, seed: 1 });
    checkDataset(data);
    expect(data.name).toBe("arrays");
    expect(data.classes).toEqual(["0", "1", "2", "3", "4"]);
    expect(data.train.inputs.shape).toEqual([35, 2, 2, 1]);
    expect(data.validation?.inputs.shape).toEqual([5, 2, 2, 1]);
    expect(data.test?.targets).toEqual({ shape: [10], data: expect.any(Uint8Array) });
    expect([...(data.validation?.targets.data ?? [])].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(data.train.inputs.data).toBeInstanceOf(Float32Array);
  });

  test("keeps all samples for training by default, as a copy", () => {
    const source = images(3);
    const data = arrays({ inputs: source, labels, name: "mine" });
    expect(data).toEqual({
      name: "mine",
      train: { inputs: source, targets: { shape: [3], data: Uint8Array.from(labels) } },
      classes: ["0", "1"],
    });
    expect(data.train.inputs.data).not.toBe(source.data);
  });

  test("keeps the storage of bytes and turns plain arrays into float32", () => {
    const bytes = { shape: [3, 2], data: Uint8Array.from(inputs.data) };
    expect(arrays({ inputs: bytes, labels }).train.inputs.data).toBeInstanceOf(Uint8Array);
    expect(arrays({ inputs, labels }).train.inputs.data).toEqual(Float32Array.from(inputs.data));
  });

  test("takes names of classes, or their number", () => {
    expect(arrays({ inputs, labels, classes: ["cat", "dog", "owl"] }).classes).toEqual(["cat", "dog", "owl"]);
    expect(arrays({ inputs, labels, classes: 4 }).classes).toEqual(["0", "1", "2", "3"]);
    const many = arrays({ inputs, labels: [0, 300, 1], classes: 1000 });
    expect(many.train.targets.data).toEqual(Int32Array.of(0, 300, 1));
  });

  test("takes lists of lists, whose shape is theirs", () => {
    const { train } = arrays({
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
      ],
      targets: [[0.5], [1.5]],
    });
    expect(train.inputs).toEqual({ shape: [2, 2, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8) });
    expect(train.targets).toEqual({ shape: [2, 1], data: Float32Array.of(0.5, 1.5) });
    expect(arrays({ inputs: [[1], [2]], targets: [3, 4] }).train.targets.shape).toEqual([2, 1]);
    const rows = arrays({ inputs: [Uint8Array.of(1, 2), Uint8ClampedArray.of(3, 4)], targets: [0, 1] });
    expect(rows.train.inputs).toEqual({ shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) });
    expect(arrays({ inputs: [Uint8Array.of(1, 2), Uint8Array.of(3, 4)], targets: [0, 1] }).train.inputs.data).toEqual(
      Uint8Array.of(1, 2, 3, 4),
    );
  });

  test("takes names as labels: words by first appearance, numbers in their order, or as the classes say", () => {
    const named = (given: string[], classes?: string[]) => {
      const { train, classes: names } = arrays({
        inputs,
        labels: given,
        ...(classes === undefined ? {} : { classes }),
      });
      return [names, [...train.targets.data]];
    };
    expect(named(["dog", "cat", "dog"])).toEqual([
      ["dog", "cat"],
      [0, 1, 0],
    ]);
    expect(named(["10", "9", "10.0"])).toEqual([
      ["9", "10"],
      [1, 0, 1],
    ]);
    expect(named(["dog", "cat", "dog"], ["cat", "dog"])).toEqual([
      ["cat", "dog"],
      [1, 0, 1],
    ]);
  });

  test("takes every array of bytes for bytes, whichever realm it comes from", () => {
    const bytes = [1, 2, 3, 4, 5, 255];
    const foreign = runInContext(`Uint8Array.of(${bytes})`, createContext({}));
    expect(foreign).not.toBeInstanceOf(Uint8Array);
    for (const data of [Uint8ClampedArray.from(bytes), Buffer.from(bytes), foreign]) {
      const stored = arrays({ inputs: { shape: [3, 2], data }, labels }).train.inputs.data;
      expect(Object.getPrototypeOf(stored)).toBe(Uint8Array.prototype);
      expect([...stored]).toEqual(bytes);
    }
  });

  test.each([
    [Int8Array, Float32Array],
    [Int16Array, Float32Array],
    [Uint16Array, Float32Array],
    [Int32Array, Int32Array],
    [Uint32Array, Uint32Array],
    [Float64Array, Float64Array],
  ] as const)("keeps a %o as a dataset does", (type, kept) => {
    const { data } = arrays({ inputs: { shape: [3, 2], data: type.from(inputs.data) }, labels }).train.inputs;
    expect(data).toEqual(kept.from(inputs.data));
  });

  test("keeps float64 of a list where float32 would blur a feature, as times in seconds", () => {
    const times = [
      [1.7e9, 0.1],
      [1.7e9 + 1, 0.2],
      [1.7e9 + 2, 0.3],
    ];
    expect(arrays({ inputs: times, labels }).train.inputs.data).toEqual(Float64Array.from(times.flat()));
    expect(arrays({ inputs: [[1000.1], [1001.1], [1003.1]], labels }).train.inputs.data).toBeInstanceOf(Float32Array);
    expect(arrays({ inputs: [[2 ** 24], [2 ** 24 + 2], [0]], labels }).train.inputs.data).toBeInstanceOf(Float32Array);
  });

  test("takes samples that are held out in place of a size, with the same classes", () => {
    const test = { inputs: [[7, 8]], labels: ["owl"] };
    const data = arrays({ inputs, labels: ["dog", "dog", "dog"] }, { test, validation: 1 });
    expect(data.classes).toEqual(["dog", "owl"]);
    expect(data.test).toEqual({
      inputs: { shape: [1, 2], data: Float32Array.of(7, 8) },
      targets: { shape: [1], data: Uint8Array.of(1) },
    });
    expect(data.train.inputs.shape).toEqual([2, 2]);
    const wide = { inputs: [[7, 8, 9]], labels: [0] };
    expect(() => arrays({ inputs, labels }, { test: wide })).toThrow(
      /arrays.test.inputs: expected the shape of the train/,
    );
    expect(() => arrays({ inputs, labels }, { test: { inputs: [[7, 8]], targets: [1] } })).toThrow(
      /arrays: test: expected labels, as in the training set, received none/,
    );
    expect(() => arrays({ inputs, labels }, { test: { inputs: [[7, 8]], labels: [0, 1] } })).toThrow(
      /arrays: test.labels: expected 1 labels/,
    );
  });

  test.each<[string, unknown, RegExp]>([
    ["null", null, /arrays.inputs: expected numbers, received null at index 1\. Fill in missing values/],
    ["an empty text", "", /received "" at index 1\. Fill in missing/],
    ["a text", "3", /received "3" at index 1\. Convert .* Number/],
    ["a BigInt", 3n, /received 3n at index 1/],
    ["a number beyond float32", 1e300, /expected finite numbers up to 3.4e38.* received 1e\+300 at index 1/],
  ])("does not take %s for a number", (_, entry, message) => {
    const data = [1, entry, 3, 4, 5, 6] as number[];
    expect(() =>
      arrays({ inputs: { shape: [3, 2], data: entry === 1e300 ? Float64Array.from(data) : data }, labels }),
    ).toThrow(message);
  });

  test.each<[string, object, RegExp]>([
    [
      "lists of several lengths",
      { inputs: [[1, 2], [3]], labels: [0, 1] },
      /inputs\[1\]: expected a list of length 2.* received 1/,
    ],
    [
      "a number among lists",
      { inputs: [[1, 2], 3], labels: [0, 1] },
      /inputs\[1\]: expected a list of length 2.* received 3/,
    ],
    [
      "null in a list",
      {
        inputs: [
          [1, 2],
          [3, null],
        ],
        labels: [0, 1],
      },
      /received null at place 1 of row 1/,
    ],
    [
      "one-hot labels",
      {
        inputs: [[1], [2]],
        labels: [
          [1, 0],
          [0, 1],
        ],
      },
      /received \[1,0\] at index 0\. .*row\.indexOf\(1\)/,
    ],
    [
      "a label among names that is none",
      { inputs: [[1], [2]], labels: ["a", 1] },
      /the name of a class.* received 1 at index 1/,
    ],
    [
      "a name that is no class",
      { inputs, labels: ["a", "b", "c"], classes: ["a", "b"] },
      /labels\[2\]: .*received "c"/,
    ],
    ["a number of classes for names", { inputs, labels: ["a", "b", "c"], classes: 2 }, /classes: expected the names/],
    ["one name twice", { inputs, labels, classes: ["a", "a"] }, /classes: expected names/],
    ["an unknown key", { inputs, label: labels }, /received "label"\. Did you mean labels\?/],
    [
      "a bare typed array",
      { inputs: Float32Array.of(1, 2), labels },
      /arrays.inputs: expected numbers with their shape/,
    ],
    ["a shape that cannot be", { inputs: { shape: [1, -5], data: [1] }, labels: [0] }, /shape: expected whole numbers/],
    [
      "a shape of far more",
      { inputs: { shape: [1, 1e15], data: [1] }, labels: [0] },
      /expected 1000000000000000 numbers/,
    ],
    ["labels with a shape", { inputs, labels: { shape: [3], data: labels } }, /labels: expected a list of labels/],
  ])("refuses %s", (_, source, message) => {
    expect(() => arrays(source as ArraySource)).toThrow(message);
  });

  test("takes real targets, a flat list being one output", () => {
    const flat = arrays({ inputs, targets: { shape: [3], data: Float64Array.of(0.5, 1.5, 2.5) } });
    expect(flat.train.targets).toEqual({ shape: [3, 1], data: Float64Array.of(0.5, 1.5, 2.5) });
    expect(flat).not.toHaveProperty("classes");
    const two = arrays({ inputs, targets: { shape: [3, 2], data: [1, 2, 3, 4, 5, 6] } }, { test: 1 });
    expect(two.test?.targets.shape).toEqual([1, 2]);
  });

  test.each<[string, ArraySource, RegExp]>([
    ["both", { inputs, labels, targets: inputs }, /arrays: expected either labels .* received both/],
    ["neither", { inputs }, /received neither/],
    [
      "a shape of another size",
      { inputs: { shape: [4, 2], data: inputs.data }, labels },
      /expected 8 numbers .* received 6/,
    ],
    ["another count of labels", { inputs, labels: [0, 1] }, /arrays.labels: expected 3 labels, .* received 2/],
    [
      "another count of targets",
      { inputs, targets: { shape: [2, 1], data: [1, 2] } },
      /arrays.targets: expected 3 targets/,
    ],
    ["a label outside", { inputs, labels: [0, 1, 2], classes: 2 }, /numbers from 0 to 1, received 2 at index 2/],
    ["a negative label", { inputs, labels: [0, -1, -2] }, /received -1 at index 1/],
    ["a label that is not whole", { inputs, labels: [0, 0.5, 1] }, /received 0.5 at index 1/],
    ["a label that is no number", { inputs, labels: [Number.NaN, 0, 1] }, /received NaN at index 0/],
    ["a label that is far too large", { inputs, labels: [0, 1, 4e9] }, /numbers from 0 to 1, received 4000000000/],
    ["a number of classes that is none", { inputs, labels, classes: 0 }, /arrays.classes: expected names, or a whole/],
    ["NaN", { inputs: { shape: [3, 2], data: [1, 2, Number.NaN, 4, 5, 6] }, labels }, /received NaN at index 2/],
    [
      "Infinity",
      { inputs: { shape: [3, 1], data: [1, Infinity, 3] }, labels },
      /inputs: .* received Infinity at index 1/,
    ],
    ["a target of NaN", { inputs, targets: { shape: [3], data: [1, 2, Number.NaN] } }, /targets: .* NaN at index 2/],
    ["classes of real targets", { inputs, targets: inputs, classes: 2 }, /arrays.classes: expected no classes/],
    ["no samples", { inputs: { shape: [0, 2], data: [] }, labels: [] }, /expected at least one sample/],
    ["no features", { inputs: { shape: [3], data: [1, 2, 3] }, labels }, /received \[3\]/],
  ])("refuses %s", (_, source, message) => {
    expect(() => arrays(source)).toThrow(EvenkeelError);
    expect(() => arrays(source)).toThrow(message);
  });

  test("refuses a split that leaves a part empty, by the name of the dataset", () => {
    expect(() => arrays({ inputs, labels, name: "mine" }, { validation: 0.1 })).toThrow(/^mine: validation: .* none/);
    expect(() => arrays({ inputs, labels }, { validation: 0.6, test: 0.6 })).toThrow(/add up to less than 1/);
    expect(() => arrays({ inputs, labels }, { validation: 2, test: 1 })).toThrow(/leave no training samples/);
  });
});
