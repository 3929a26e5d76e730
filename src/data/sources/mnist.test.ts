import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkDataset } from "../checks/check-dataset.ts";
import type { Samples } from "../dataset.ts";
import { fashionMnist } from "./fashion-mnist.ts";
import { mnist } from "./mnist.ts";

test.each([
  [mnist({}), "mnist"],
  [fashionMnist(), "fashion-mnist"],
])("%s needs a directory or a cache, when it is awaited", async (source, name) => {
  await expect(source).rejects.toThrow(
    `${name}: expected a \`directory\` with the files, or a \`cache\` folder to download them to, received neither.`,
  );
});

test("signals and functions go to the download, and are no part of the source as text", async () => {
  const signal = AbortSignal.abort();
  const source = mnist({ cache: "data", signal, fetch });
  expect(JSON.parse(JSON.stringify(source))).toEqual({
    name: "mnist",
    cache: "data",
    validation: 0,
    seed: 1,
    stallAfter: 30_000,
  });
  await expect(source).rejects.toHaveProperty("name", "AbortError");
});

const DATA = process.env.EVENKEEL_DATA;
const folderOf = (name: string) => join(DATA ?? "", name);
const isMissing = (name: string) => DATA === undefined || !existsSync(folderOf(name));
const labelCounts = ({ targets }: Samples) =>
  Array.from({ length: 10 }, (_, label) => targets.data.filter((other) => other === label).length);

describe.skipIf(isMissing("mnist"))("MNIST itself (in EVENKEEL_DATA)", () => {
  test("has 60,000 digits to train on and 10,000 to test", async () => {
    const data = await mnist({ directory: folderOf("mnist") });
    expect(data.train.inputs.shape).toEqual([60_000, 28, 28, 1]);
    expect(data.test?.inputs.shape).toEqual([10_000, 28, 28, 1]);
    expect(labelCounts(data.train)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(labelCounts(data.test as Samples)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    checkDataset(data);
  });

  test("holds a validation set out", async () => {
    const data = await mnist({ directory: folderOf("mnist"), validation: 10_000 });
    expect(data.train.inputs.shape).toEqual([50_000, 28, 28, 1]);
    expect(labelCounts(data.validation as Samples)[0]).toBeCloseTo(5923 / 6, -1);
  });
});

describe.skipIf(isMissing("fashion-mnist"))("Fashion-MNIST itself (in EVENKEEL_DATA)", () => {
  test("has 6 000 images of every class to train on and 1 000 to test", async () => {
    const data = await fashionMnist({ directory: folderOf("fashion-mnist") });
    expect(labelCounts(data.train)).toEqual(Array(10).fill(6000));
    expect(labelCounts(data.test as Samples)).toEqual(Array(10).fill(1000));
    expect(data.classes?.[9]).toBe("Ankle boot");
    checkDataset(data);
  });
});
