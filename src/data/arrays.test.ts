import { describe, expect, it } from "vitest";
import { EvenkeelError } from "../errors.ts";
import type { ArraySource } from "./array-source.ts";
import { arrays } from "./arrays.ts";
import { checkDataset } from "./check-dataset.ts";

const images = (count: number) => ({
  shape: [count, 2, 2, 1],
  data: Float32Array.from({ length: 4 * count }, (_, i) => i),
});
const inputs = { shape: [3, 2], data: [1, 2, 3, 4, 5, 6] };
const labels = [0, 1, 1];

describe("arrays", () => {
  it("makes a dataset of images and labels, split in three", () => {
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

  it("keeps all samples for training by default, as a copy", () => {
    const source = images(3);
    const data = arrays({ inputs: source, labels, name: "mine" });
    expect(data).toEqual({
      name: "mine",
      train: { inputs: source, targets: { shape: [3], data: Uint8Array.from(labels) } },
      classes: ["0", "1"],
    });
    expect(data.train.inputs.data).not.toBe(source.data);
  });

  it("keeps the storage of bytes and turns plain arrays into float32", () => {
    const bytes = { shape: [3, 2], data: Uint8Array.from(inputs.data) };
    expect(arrays({ inputs: bytes, labels }).train.inputs.data).toBeInstanceOf(Uint8Array);
    expect(arrays({ inputs, labels }).train.inputs.data).toEqual(Float32Array.from(inputs.data));
  });

  it("takes names of classes, or their number", () => {
    expect(arrays({ inputs, labels, classes: ["cat", "dog", "owl"] }).classes).toEqual(["cat", "dog", "owl"]);
    expect(arrays({ inputs, labels, classes: 4 }).classes).toEqual(["0", "1", "2", "3"]);
    const many = arrays({ inputs, labels: [0, 300, 1], classes: 1000 });
    expect(many.train.targets.data).toEqual(Int32Array.of(0, 300, 1));
  });

  it("takes real targets, a flat list being one output", () => {
    const flat = arrays({ inputs, targets: { shape: [3], data: Float64Array.of(0.5, 1.5, 2.5) } });
    expect(flat.train.targets).toEqual({ shape: [3, 1], data: Float64Array.of(0.5, 1.5, 2.5) });
    expect(flat).not.toHaveProperty("classes");
    const two = arrays({ inputs, targets: { shape: [3, 2], data: [1, 2, 3, 4, 5, 6] } }, { test: 1 });
    expect(two.test?.targets.shape).toEqual([1, 2]);
  });

  it.each<[string, ArraySource, RegExp]>([
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

  it("refuses a split that leaves a part empty, by the name of the dataset", () => {
    expect(() => arrays({ inputs, labels, name: "mine" }, { validation: 0.1 })).toThrow(/^mine: validation: .* none/);
    expect(() => arrays({ inputs, labels }, { validation: 0.6, test: 0.6 })).toThrow(/add up to less than 1/);
    expect(() => arrays({ inputs, labels }, { validation: 2, test: 1 })).toThrow(/leave no sample to train on/);
  });
});
