import { expect, test } from "vitest";
import { arrays } from "./arrays.ts";
import { type Dataset, sampleCount } from "./dataset.ts";
import { withSizes } from "./with-sizes.ts";

const inputs = Array.from({ length: 40 }, (_, i) => [i]);
const data: Dataset = arrays({ inputs, labels: inputs.map(([i]) => i % 2) }, { validation: 5, test: 10, seed: 1 });
const sizesOf = ({ train, validation, test }: Dataset) =>
  [train, validation, test].map((set) => set && sampleCount(set));

test("sets have the sizes that are asked for, as numbers or fractions", () => {
  expect(sizesOf(data)).toEqual([25, 5, 10]);
  expect(sizesOf(withSizes(data, {}))).toEqual([25, 5, 10]);
  expect(sizesOf(withSizes(data, { train: 10, test: 0.5 }))).toEqual([10, 5, 5]);
  expect(sizesOf(withSizes(data, { validation: 0.2, train: 0.5 }))).toEqual([10, 5, 10]);
  expect(sizesOf(withSizes(data, { validation: 0, test: 0 }))).toEqual([25, undefined, undefined]);
});

test("validation samples are held out of the training set, by the seed", () => {
  const held = withSizes(data, { validation: 8, seed: 2 });
  const all = [held.train, held.validation].flatMap((set) => [...(set?.inputs.data ?? [])]);
  expect(all.sort((a, b) => a - b)).toEqual([...data.train.inputs.data].sort((a, b) => a - b));
  expect(withSizes(data, { validation: 8, seed: 2 })).toEqual(held);
  expect(withSizes(data, { validation: 8, seed: 3 })).not.toEqual(held);
});

test("refuses sizes that there are not, and what is no dataset", () => {
  expect(() => withSizes(data, { train: 26 })).toThrow("expected a whole number of samples from 1 to 25");
  expect(() => withSizes(data, { train: 1.5 })).toThrow(
    "withSizes: train: expected a fraction in [0, 1) or a whole number",
  );
  expect(() => withSizes(withSizes(data, { test: 0 }), { test: 3 })).toThrow(
    "expected a test set to take 3 samples from",
  );
  expect(() => withSizes([] as never, {})).toThrow("withSizes: data: expected a dataset");
});
