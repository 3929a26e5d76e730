import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { checkDataset } from "../checks/check-dataset.ts";
import { idx } from "./idx.ts";
import { npy } from "./npy.ts";
import { npz } from "./npz.ts";

/** As NumPy 1.24.2 writes them. */
const FIXTURES: Record<string, string> = JSON.parse(
  readFileSync(new URL("../../../test/fixtures/numpy-1.24.json", import.meta.url), "utf8"),
);
let folder: string;
let said: string[];
const at = (name: string) => join(folder, name);
const put = (name: string, bytes: Uint8Array) => writeFile(at(name), bytes);
const fixture = (name: string) => Uint8Array.from(Buffer.from(FIXTURES[name], "base64"));
/** An NPY file by hand: format 1.0, the header padded to 64 bytes. */
const written = (descr: string, shape: readonly number[], data: ArrayBufferView) => {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`.padEnd(117);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return Uint8Array.from([0x93, ...Buffer.from("NUMPY"), 1, 0, 118, 0, ...Buffer.from(`${header}\n`), ...bytes]);
};
const numbers = (count: number) => Float32Array.from({ length: count }, (_, i) => i);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "arrays-"));
  said = [];
  vi.spyOn(console, "warn").mockImplementation((line: string) => said.push(line.replaceAll(`${folder}/`, "")));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

describe("npy", () => {
  beforeEach(async () => {
    await put("x.npy", written("<f4", [10, 2], numbers(20)));
    await put("y.npy", written("<i8", [10], BigInt64Array.from([0n, 1n, 0n, 1n, 0n, 1n, 0n, 1n, 0n, 1n])));
    await put(
      "real.npy",
      written(
        "<f8",
        [10],
        Float64Array.from({ length: 10 }, (_, i) => i / 4),
      ),
    );
  });

  test("reads inputs and labels, and splits them", async () => {
    const data = await npy({ inputs: at("x.npy"), labels: at("y.npy"), classes: ["no", "yes"], test: 4, seed: 2 });
    checkDataset(data);
    expect(data.name).toBe("x.npy");
    expect(data.classes).toEqual(["no", "yes"]);
    expect([data.train.inputs.shape, data.test?.inputs.shape]).toEqual([[6, 2], [4, 2]]); // biome-ignore format: shapes
    expect([...(data.test?.targets.data ?? [])].sort()).toEqual([0, 0, 1, 1]);
  });

  test("reads real targets, a test set of its own, and files that are compressed", async () => {
    await put("x.npy.gz", gzipSync(written("<f4", [10, 2], numbers(20))));
    const data = await npy({
      inputs: at("x.npy.gz"),
      targets: at("real.npy"),
      testInputs: at("x.npy"),
      testTargets: at("real.npy"),
    });
    expect(data.train).toEqual(data.test);
    expect(data.train.targets).toEqual({ shape: [10, 1], data: Float64Array.from({ length: 10 }, (_, i) => i / 4) });
  });

  test("reads labels that are words, and labels in a column", async () => {
    await put("three.npy", written("<f4", [3, 1], numbers(3)));
    await put("words.npy", fixture("U"));
    expect((await npy({ inputs: at("three.npy"), labels: at("words.npy") })).classes).toEqual(["cat", "é", "dog"]);
    await put("column.npy", written("|u1", [3, 1], Uint8Array.of(0, 1, 1)));
    const { train } = await npy({ inputs: at("three.npy"), labels: at("column.npy") });
    expect([...train.targets.data]).toEqual([0, 1, 1]);
  });

  test("gives gray images a channel, and puts channels last", async () => {
    await put("gray.npy", written("|u1", [10, 4, 3], new Uint8Array(120)));
    expect((await npy({ inputs: at("gray.npy"), labels: at("y.npy") })).train.inputs.shape).toEqual([10, 4, 3, 1]);
    const image = Uint8Array.from({ length: 10 * 3 * 2 * 5 }, (_, i) => i % 30);
    await put("first.npy", written("|u1", [10, 3, 2, 5], image));
    const { train } = await npy({ inputs: at("first.npy"), labels: at("y.npy"), channelsFirst: true });
    expect(train.inputs.shape).toEqual([10, 2, 5, 3]);
    expect([...train.inputs.data.slice(0, 6)]).toEqual([0, 10, 20, 1, 11, 21]);
    expect(said).toEqual([]);
    await npy({ inputs: at("first.npy"), labels: at("y.npy") });
    expect(said.join()).toContain("first.npy: the shape [10, 3, 2, 5] looks like images whose channels come first.");
  });

  test.each<[string, Record<string, string>, string]>([
    [
      "a file that is not there",
      { inputs: "no.npy", labels: "y.npy" },
      "no.npy: expected a file, received no such file.",
    ],
    ["a folder", { inputs: ".", labels: "y.npy" }, "expected a file, received a folder."],
    [
      "neither labels nor targets",
      { inputs: "x.npy" },
      "x.npy: expected either labels (class numbers) or targets (real numbers), received neither.",
    ],
    ["labels that are real numbers", { inputs: "x.npy", labels: "real.npy" }, "x.npy.labels: expected "],
    [
      "labels in several columns",
      { inputs: "x.npy", labels: "x.npy" },
      "x.npy: expected one label for each sample, [n], received the shape [10, 2].",
    ],
    ["another number of labels", { inputs: "x.npy", labels: "words.npy" }, "x.npy.labels: expected 10 labels"],
    [
      "words as inputs",
      { inputs: "words.npy", labels: "y.npy" },
      'words.npy: expected numbers, received words, such as "cat".',
    ],
  ])("refuses %s", async (_, files, message) => {
    await put("words.npy", fixture("U"));
    const options = Object.fromEntries(Object.entries(files).map(([role, name]) => [role, at(name)]));
    const error = await npy(options as { inputs: string }).catch((caught) => caught);
    expect(`${error.message}`.replaceAll(`${folder}/`, "")).toContain(message);
  });
});

describe("npz", () => {
  beforeEach(() => put("a.npz", fixture("npz")));

  test("finds the arrays of Keras by their names, and says so", async () => {
    const data = await npz(at("a.npz"));
    checkDataset(data);
    expect(data.name).toBe("a.npz");
    expect(data.train.inputs).toEqual({ shape: [6, 2, 2, 1], data: Uint8Array.from({ length: 24 }, (_, i) => i) });
    expect([...data.train.targets.data]).toEqual([0, 1, 0, 1, 0, 1]);
    expect(data.test?.inputs.shape).toEqual([2, 2, 2, 1]);
    expect(said.join()).toBe(
      "evenkeel: npz: a.npz: taken by their names: x_train as inputs, y_train as labels, x_test as testInputs, y_test as testLabels.",
    );
  });

  test("takes arrays that are named, and says nothing", async () => {
    const data = await npz(at("a.npz"), { inputs: "x_train", labels: "y_train", test: 2 });
    expect([data.train.inputs.shape[0], data.test?.inputs.shape[0]]).toEqual([4, 2]);
    expect(said).toEqual([]);
  });

  test("takes real numbers for targets", async () => {
    await put("real.npz", fixture("npz_compressed"));
    const data = await npz(at("real.npz"), { test: 0.5 });
    expect(data.classes).toBeUndefined();
    expect(data.train.targets.shape).toEqual([3, 1]);
    expect(said.join()).toContain("X as inputs, y as targets.");
  });

  test.each<[object, string]>([
    [
      { inputs: "x_tran" },
      'npz: a.npz: inputs: expected array x_train, y_train, x_test or y_test, received "x_tran". Did you mean x_train?',
    ],
    [
      { test: 0.2 },
      "a.npz: test: expected one test set, received 0.2 of the samples, and the array a.npz: x_test. Leave `test` out.",
    ],
  ])("refuses %o", async (options, message) => {
    const error = await npz(at("a.npz"), options).catch((caught) => caught);
    expect(error.kind).toBe("usage");
    expect(`${error.message}`.replaceAll(`${folder}/`, "")).toBe(message);
  });

  test("names the arrays of a file with none of the usual names", async () => {
    await put("b.npz", renamed(renamed(fixture("npz_compressed"), "X.npy", "q.npy"), "y.npy", "r.npy"));
    const error = await npz(at("b.npz")).catch((caught) => caught);
    expect(error.message).toContain("received a file with q, r, none of which has a usual name for them.");
  });
});

/** A zip file in which a name is another one of its length. */
function renamed(zip: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(zip).toString("latin1").replaceAll(from, to);
  return Uint8Array.from(Buffer.from(text, "latin1"));
}

describe("idx", () => {
  const file = (shape: number[], data: number[]) =>
    Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((n) => [0, 0, 0, n]), ...data]);
  beforeEach(async () => {
    await put("images", file([4, 2, 1], [1, 2, 3, 4, 5, 6, 7, 8]));
    await put("labels.gz", gzipSync(file([4], [0, 1, 1, 0])));
  });

  test("reads images and labels, plain and compressed", async () => {
    const data = await idx({ images: at("images"), labels: at("labels.gz"), classes: ["a", "b"] });
    checkDataset(data);
    expect(data).toEqual({
      name: "images",
      train: {
        inputs: { shape: [4, 2, 1, 1], data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
        targets: { shape: [4], data: Uint8Array.of(0, 1, 1, 0) },
      },
      classes: ["a", "b"],
    });
  });

  test("reads a test set of its own, both of its files or neither", async () => {
    const files = { images: at("images"), labels: at("labels.gz") };
    const data = await idx({ ...files, testImages: at("images"), testLabels: at("labels.gz") });
    expect(data.test).toEqual(data.train);
    await expect(idx({ ...files, testImages: at("images") })).rejects.toThrow("received `testImages` alone.");
  });

  test("names a damaged file", async () => {
    await put("bad.gz", gzipSync(file([4], [0, 1, 1, 0])).subarray(0, 20));
    const failed = idx({ images: at("images"), labels: at("bad.gz") });
    await expect(failed).rejects.toThrow(/bad.gz: expected whole gzip data, received/);
    await expect(idx({ images: at("labels.gz"), labels: at("images") })).rejects.toThrow(/expected/);
  });
});
