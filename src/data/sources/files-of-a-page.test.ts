import { gzipSync } from "node:zlib";
import { encode } from "fast-png";
import { zipSync } from "fflate";
import { afterEach, describe, expect, test, vi } from "vitest";
import { toExpression } from "../../expression/to-expression.ts";
import { defineRecipe } from "../../recipe/define-recipe.ts";
import type { Source } from "../source.ts";
import { csv } from "../table/doors/csv.ts";
import { cifar10 } from "./cifar10.ts";
import { idx } from "./idx.ts";
import { imageFolder } from "./image-folder.ts";
import { mnist } from "./mnist.ts";
import { npy } from "./npy.ts";
import { npz } from "./npz.ts";

/** An IDX file of bytes. */
const idxBytes = (shape: number[], numbers: number[]) =>
  Uint8Array.of(0, 0, 8, shape.length, ...shape.flatMap((size) => [0, 0, 0, size]), ...numbers);

/** An NPY file of bytes, format 1.0. */
function npyBytes(shape: number[], numbers: number[]): Uint8Array {
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(",")},), }\n`;
  return Uint8Array.of(0x93, ...Buffer.from("NUMPY"), 1, 0, header.length, 0, ...Buffer.from(header), ...numbers);
}

const picture = (gray: number) =>
  encode({ width: 2, height: 1, channels: 1, data: Uint8Array.of(gray, gray + 1) }) as Uint8Array<ArrayBuffer>;

/** A File as the input of a page gives it that takes folders. */
const chosen = (path: string, bytes: Uint8Array<ArrayBuffer>) =>
  Object.defineProperty(new File([bytes], path.split("/").at(-1) ?? ""), "webkitRelativePath", { value: path });

const numbersOf = ({
  train,
}: {
  train: { inputs: { data: ArrayLike<number> }; targets: { data: ArrayLike<number> } };
}) => [train.inputs, train.targets].map(({ data }) => Array.from(data));

const INPUTS = [2, 2];
const ALL = [
  [1, 2, 3, 4],
  [0, 1],
];

describe("a source takes files as a page has them", () => {
  afterEach(() => void vi.restoreAllMocks());

  const labels = idxBytes([2], [0, 1]);
  const inputs = idxBytes(INPUTS, [1, 2, 3, 4]) as Uint8Array<ArrayBuffer>;
  test.each<[string, () => unknown]>([
    ["bytes", () => inputs],
    ["a buffer", () => inputs.buffer],
    ["a Blob", () => new Blob([inputs])],
    ["a File that is compressed", () => new File([gzipSync(inputs)], "images.gz")],
    ["a stream", () => new Blob([inputs]).stream()],
  ])("idx: %s", async (_, make) => {
    expect(numbersOf(await idx({ images: make() as Blob, labels }))).toEqual(ALL);
  });

  test("npy and npz", async () => {
    const [x, y] = [npyBytes(INPUTS, [1, 2, 3, 4]), npyBytes([2], [0, 1])];
    expect(numbersOf(await npy({ inputs: x, labels: new Blob([y as Uint8Array<ArrayBuffer>]) }))).toEqual(ALL);
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const zipped = new File([zipSync({ "x.npy": x, "y.npy": y }) as Uint8Array<ArrayBuffer>], "numbers.npz");
    const data = await npz(zipped);
    expect([data.name, ...numbersOf(data)]).toEqual(["numbers.npz", ...ALL]);
  });

  test("imageFolder: the files of a folder that was chosen, or names with bytes", async () => {
    const files = [
      chosen("pets/dogs/more/2.png", picture(20)),
      chosen("pets/cats/1.png", picture(10)),
      chosen("pets/.DS_Store", picture(0)),
    ];
    const data = await imageFolder(files);
    expect([data.name, data.classes, data.train.inputs.shape]).toEqual(["pets", ["cats", "dogs"], [2, 1, 2, 1]]);
    expect(numbersOf(data)).toEqual([
      [10, 11, 20, 21],
      [0, 1],
    ]);
    const named = [
      { name: "dogs/2.png", bytes: picture(20) },
      { name: "cats/1.png", bytes: new Blob([picture(10)]) },
    ];
    expect(numbersOf(await imageFolder(named))).toEqual(numbersOf(data));
  });

  test("imageFolder: sets within the folder", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const of = (set: string) =>
      ["a", "b"].map((name, i) => ({ name: `all/${set}/${name}/0.png`, bytes: picture(10 * i) }));
    const data = await imageFolder([...of("train"), ...of("test")]);
    expect(data.test?.inputs.data).toEqual(data.train.inputs.data);
  });

  test("cifar10: the .bin files of a list", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const record = (label: number) =>
      Uint8Array.of(label, ...new Uint8Array(3072).fill(label)) as Uint8Array<ArrayBuffer>;
    const data = await cifar10({
      directory: [chosen("c/data_batch_1.bin", record(3)), { name: "test_batch.bin", bytes: record(7) }],
    });
    expect([Array.from(data.train.targets.data), Array.from(data.test.targets.data)]).toEqual([[3], [7]]);
  });

  test("csv: a buffer, at once", () => {
    const { buffer } = new TextEncoder().encode("x,y\n1,a\n2,b\n3,a\n");
    expect(csv(buffer, { target: "y" }).classes).toEqual(["a", "b"]);
  });

  test.each<[string, () => unknown, RegExp]>([
    ["a damaged file", () => idx({ images: new File(["GIF89a"], "x.gif"), labels }), /x\.gif/],
    ["bytes that are none", () => npz(Uint8Array.of(1, 2)), /the file: expected an NPZ file/],
    [
      "an image that is none",
      () => imageFolder([chosen("p/a/1.png", picture(1)), chosen("p/b/2.png", inputs)]),
      /p\/b\/2\.png: expected a PNG/,
    ],
    [
      "files without folders",
      () => imageFolder([new File([picture(1)], "1.png")]),
      /expected a folder for each class.*cats\/1\.png/s,
    ],
    ["an empty list", () => imageFolder([]), /imageFolder: path: expected at least one file/],
    ["a list of something else", () => imageFolder([3 as never]), /expected a list of Files or of \{ name/],
    ["a number", () => imageFolder(3 as never), /path: expected the path of a folder, or a list of Files/],
    ["a number as a file", () => npz(3 as never), /path: expected the path of an NPZ file, or its File, Blob/],
    [
      "no file of the set",
      () => cifar10({ directory: [new File(["a"], "a.txt")] }),
      /expected files such as data_batch_1\.bin/,
    ],
  ])("and refuses %s", async (_, make, message) => {
    await expect((async () => make())()).rejects.toThrow(message);
  });

  test("mnist, by the names and the sizes of its files", async () => {
    const file = (name: string, length: number, shape: readonly number[]) => {
      const bytes = new Uint8Array(length);
      bytes.set(idxBytes([...shape], []).slice(0, 4));
      shape.forEach((size, i) => {
        new DataView(bytes.buffer).setUint32(4 + 4 * i, size);
      });
      return new File([gzipSync(bytes, { level: 1 })], `${name}.gz`);
    };
    const files = [
      file("train-images-idx3-ubyte", 47_040_016, [60_000, 28, 28]),
      file("train-labels-idx1-ubyte", 60_008, [60_000]),
      file("t10k-images-idx3-ubyte", 7_840_016, [10_000, 28, 28]),
      file("t10k-labels-idx1-ubyte", 10_008, [10_000]),
    ];
    const { train, test } = await mnist({ directory: files });
    expect([train.inputs.shape, test.inputs.shape]).toEqual([
      [60_000, 28, 28, 1],
      [10_000, 28, 28, 1],
    ]);
    await expect(mnist({ directory: files.slice(1) })).rejects.toThrow(
      "the files: expected train-images-idx3-ubyte or train-images-idx3-ubyte.gz, received train-labels-idx1-ubyte.gz,",
    );
    await expect(mnist({ directory: [new File(["ab"], files[0].name), ...files.slice(1)] })).rejects.toThrow(
      "train-images-idx3-ubyte.gz: expected 47040016 bytes, received 2 bytes",
    );
  });

  test.each<[string, () => Source, string]>([
    ["a Blob", () => idx({ images: new Blob([inputs]), labels: "y.idx" }), "idx: images"],
    ["bytes", () => npz(new Uint8Array(3)), "npz: path"],
    ["a list of Files", () => imageFolder([chosen("p/a/1.png", picture(1))]), "imageFolder: path[0]"],
  ])("and has no text with %s in it", (_, make, where) => {
    expect(() => JSON.stringify(make())).toThrow(`JSON of ${where}: expected what a text can hold, such as a path`);
    expect(() => defineRecipe({ data: make() })).toThrow(where);
    expect(() => toExpression(make())).toThrow(`toExpression: ${where}`);
    expect(JSON.stringify(npz("x.npz", { inputs: "x" }))).toContain('"path":"x.npz"');
  });
});
