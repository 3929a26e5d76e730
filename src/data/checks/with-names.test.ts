import { describe, expect, test } from "vitest";
import { dense } from "../../model/layers/dense.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { evaluate } from "../../train/evaluate.ts";
import { train } from "../../train/train.ts";
import { arrays } from "../arrays.ts";
import type { Dataset } from "../dataset.ts";
import { kFold } from "../k-fold.ts";
import { streamed } from "../streamed.ts";
import { tableDataset } from "../table/table-dataset.ts";
import { checkNamed } from "./with-names.ts";

/** Four features: size, "color = red", "color = black", weight. */
const shoes = () =>
  tableDataset(
    {
      name: "shoes",
      columns: [
        { name: "size", cells: [38, 44, 36, 35, 43, 37, 40, 41] },
        { name: "color", cells: ["red", "black", "red", "red", "black", "black", "red", "red"] },
        { name: "weight", cells: [1, 2, 3, 4, 5, 6, 7, 8] },
        { name: "price", cells: [11, 12, 13, 14, 15, 16, 17, 18] },
      ],
      lineOf: (row) => row + 2,
    },
    { target: "price", validation: 2, test: 2 },
  );
const spoiled = (part: "train" | "validation" | "test", of: "inputs" | "targets", at: number, value = Number.NaN) => {
  const data = shoes();
  (data[part] as Dataset["train"])[of].data[at] = value;
  return data;
};
const lineOf = (data: Dataset, part: "train" | "validation" | "test", sample: number) =>
  (data.table?.rows[part]?.[sample] ?? Number.NaN) + 2;
const model = sequential([dense(1)]);
const OPTIONS = { epochs: 1, threads: 0 };

describe("a number of a table that is not finite", () => {
  test.each([
    ["train", "inputs", 4, "index 4, in sample 1, feature 0 (column size, line"],
    ["train", "inputs", 6, "index 6, in sample 1, feature 2 (column color, line"],
    ["validation", "inputs", 7, "index 7, in sample 1, feature 3 (column weight, line"],
    ["test", "targets", 1, "index 1 (column price, line"],
  ] as const)("is told before training with its column and line: %s, %s, %i", async (part, of, at, words) => {
    const data = spoiled(part, of, at);
    await expect(train(model, data, OPTIONS)).rejects.toThrow(`${words} ${lineOf(data, part, 1)}). Remove or replace`);
  });

  test("is told so by kFold and evaluate too", async () => {
    expect(() => [...kFold(spoiled("train", "inputs", 7, Infinity), 2)]).toThrow("column weight, line");
    const run = await train(model, shoes(), OPTIONS);
    const { test: samples } = spoiled("test", "inputs", 3);
    await expect(evaluate(run.model, samples as Dataset["train"])).rejects.toThrow(
      "sample 0, feature 3 (column weight)",
    );
  });

  test("is told by predict with the column, and by predictRows with the row", async () => {
    const { model: trained } = await train(model, shoes(), OPTIONS);
    const inputs = { shape: [2, 4], data: [38, 1, 0, 1, 38, 1, 0, Infinity] };
    await expect(trained.predict(inputs)).rejects.toThrow(
      "Infinity at index 7, in sample 1, feature 3 (column weight)",
    );
    const row = { size: 38, color: "red", weight: 3 };
    await expect(trained.predictRows([row, { ...row, weight: Infinity }])).rejects.toThrow("row 2, column weight");
  });
});

test("a weight of a sample that is not finite is told with the line", () => {
  const data = shoes();
  data.train.weights = Float32Array.of(1, 1, Number.NaN, 1);
  expect(() => checkNamed(data)).toThrow(`NaN at index 2 (line ${lineOf(data, "train", 2)})`);
});

test("a number of several inputs or targets is told with its name", async () => {
  const data = arrays({
    inputs: { image: { shape: [4, 2], data: new Float32Array(8) }, age: [1, 2, 3, 4] },
    targets: { price: [[1], [2], [3], [4]], rating: [[1], [2], [3], [4]] },
  });
  data.train.inputs.data[5] = Number.NaN;
  expect(() => checkNamed(data)).toThrow("in sample 1, feature 2 (input age)");
  data.train.inputs.data[5] = 0;
  data.train.targets.data[7] = Number.NaN;
  expect(() => checkNamed(data)).toThrow("in sample 3, feature 1 (target rating)");
});

test("a number of a streamed set that is not finite is told as it comes", async () => {
  let epoch = 0;
  const data = await streamed(() => {
    epoch++;
    return [0, 4].map((from) => ({
      inputs: {
        shape: [4, 2],
        data: Float32Array.from({ length: 8 }, (_, i) => (epoch > 1 && from + i === 9 ? Number.NaN : i)),
      },
      targets: { shape: [4, 1], data: Float32Array.of(1, 2, 3, 4) },
    }));
  });
  await expect(train(model, data, { ...OPTIONS, epochs: 3, batchSize: 4 })).rejects.toThrow(
    "streamed: inputs: expected finite numbers, received NaN in sample 6, number 1",
  );
});
