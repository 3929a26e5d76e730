import { describe, expect, test } from "vitest";
import { arrays } from "./arrays.ts";
import type { Samples } from "./dataset.ts";
import { kFold } from "./k-fold.ts";

const N = 103;
/** Each input is its own number; class 0 is rare: 13, 45, 45. */
const data = arrays(
  {
    inputs: { shape: [N, 1], data: Float32Array.from({ length: N }, (_, i) => i) },
    labels: Uint8Array.from({ length: N }, (_, i) => (i < 13 ? 0 : 1 + (i % 2))),
  },
  { validation: 20, test: 13 },
);
const numbers = (samples: Samples | undefined): number[] => Array.from(samples?.inputs.data ?? []);
const classOf = (i: number) => (i < 13 ? 0 : 1 + (i % 2));

describe("kFold", () => {
  test("puts each sample into the validation set of one fold, and into the training set of the others", () => {
    const folds = kFold(data, 4, { seed: 2 });
    const all = [...numbers(data.train), ...numbers(data.validation)].sort((a, b) => a - b);
    expect(folds.flatMap(({ validation }) => numbers(validation)).sort((a, b) => a - b)).toEqual(all);
    for (const { train, validation, test, classes, name } of folds) {
      expect([...numbers(train), ...numbers(validation)].sort((a, b) => a - b)).toEqual(all);
      expect({ test, classes, name }).toEqual({ test: data.test, classes: data.classes, name: data.name });
      expect(Array.from(train.targets.data)).toEqual(numbers(train).map(classOf));
    }
    const sizes = folds.map(({ validation }) => numbers(validation).length);
    expect(sizes.sort()).toEqual([22, 22, 23, 23]); // 90 in all
  });

  test("keeps classes in proportion to within one sample", () => {
    for (const k of [2, 3, 7]) {
      const counts = kFold(data, k).map(({ validation }) =>
        [0, 1, 2].map((c) => numbers(validation).filter((i) => classOf(i) === c).length),
      );
      for (const c of [0, 1, 2]) {
        const each = counts.map((row) => row[c]);
        expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1);
      }
    }
  });

  test("is decided by the seed", () => {
    expect(kFold(data, 3)).toEqual(kFold(data, 3, { seed: 1 }));
    expect(kFold(data, 3, { seed: 2 })).not.toEqual(kFold(data, 3));
    expect(kFold(data, 3, { stratify: false })).not.toEqual(kFold(data, 3));
  });

  test("takes real targets, and one sample a fold", () => {
    const inputs = { shape: [4, 1], data: [1, 2, 3, 4] };
    const folds = kFold(arrays({ inputs, targets: { shape: [4], data: [1, 2, 3, 4] } }), 4);
    expect(folds.map(({ validation }) => numbers(validation)[0]).sort()).toEqual([1, 2, 3, 4]);
  });

  test("trains on every class in every fold, and refuses a class of one sample", () => {
    const few = arrays({ inputs: [[0], [1], [2], [3], [4], [5]], labels: ["a", "a", "b", "b", "b", "b"] });
    for (const { train } of kFold(few, 6)) expect(new Set(train.targets.data).size).toBe(2);
    const one = arrays({ inputs: [[0], [1], [2], [3]], labels: ["a", "b", "b", "b"] });
    expect(() => kFold(one, 2)).toThrow(/kFold: expected at least two samples of each class.* received one of class a/);
    expect(kFold(one, 2, { stratify: false })).toHaveLength(2);
  });

  test("refuses folds that no memory holds", () => {
    const wide = { shape: [20_000, 100], data: new Uint8Array(2_000_000) };
    const large = {
      name: "large",
      train: { inputs: wide, targets: { shape: [20_000, 1], data: new Uint8Array(20_000) } },
    };
    expect(() => kFold(large, 20_000)).toThrow(
      /kFold: k: expected folds of at most 16 GiB together, received 20000 folds/,
    );
  });

  test.each([1, 91, 2.5, Number.NaN])("refuses %d folds", (k) => {
    expect(() => kFold(data, k)).toThrow(
      `kFold: k: expected a whole number from 2 to 90, the number of samples, received ${k}.`,
    );
  });
});
