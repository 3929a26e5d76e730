import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { encode } from "fast-png";
import jpeg from "jpeg-js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { checkDataset } from "../checks/check-dataset.ts";
import { imageFolder } from "./image-folder.ts";

/** An image of one gray value. */
const png = (value: number, width = 2, height = 2, channels = 1) =>
  encode({ width, height, channels, data: new Uint8Array(width * height * channels).fill(value) });
const jpg = (value: number, side = 16) =>
  jpeg.encode({ width: side, height: side, data: new Uint8Array(side * side * 4).fill(value) }, 95).data;

let folder: string;
/** What was said on the console. */
let said: string[];
const put = async (path: string, bytes: Uint8Array | string) => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), bytes);
};
/** A load that must fail, with the path of the folder left out of what it says. */
const refusal = async (...[path = "", options = {}]: [path?: string, options?: object]) => {
  const error = await imageFolder(join(folder, path), options).then(
    () => undefined,
    (caught) => caught,
  );
  return `${error?.kind}: ${`${error?.message}`.replaceAll(`${folder}/`, "").replaceAll(folder, "FOLDER")}`;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "images-"));
  said = [];
  vi.spyOn(console, "warn").mockImplementation((line: string) => said.push(line.replaceAll(`${folder}/`, "")));
  await put("rose/1.png", png(10));
  await put("rose/2.png", png(20));
  await put("lily/a.png", png(30));
  await put("lily/b.png", png(40));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

describe("a folder of images", () => {
  test("has a class for each folder, sorted by name, and its files in order", async () => {
    const data = await imageFolder(folder);
    checkDataset(data);
    expect(data).toEqual({
      name: folder.split("/").at(-1),
      train: {
        inputs: {
          shape: [4, 2, 2, 1],
          data: Uint8Array.from([30, 40, 10, 20].flatMap((value) => Array(4).fill(value))),
        },
        targets: { shape: [4], data: Uint8Array.of(0, 0, 1, 1) },
      },
      classes: ["lily", "rose"],
    });
    expect(said).toEqual([]);
  });

  test("is resized, and gets channels where one image has colors or they are asked for", async () => {
    await put("lily/wide.png", png(50, 9, 3, 3));
    const { train } = await imageFolder(folder, { size: [4, 5] });
    expect(train.inputs.shape).toEqual([5, 4, 5, 3]);
    expect([train.inputs.data[0], train.inputs.data.at(-1), train.inputs.data[2 * 60]]).toEqual([30, 20, 50]);
    expect((await imageFolder(folder, { size: 3, channels: 1 })).train.inputs.shape).toEqual([5, 3, 3, 1]);
    expect((await imageFolder(folder, { size: 3, channels: 4 })).train.inputs.shape).toEqual([5, 3, 3, 4]);
  });

  test("may hold JPEG files, and files whose ending says something else", async () => {
    await put("rose/3.jpg", jpg(90));
    await put("rose/4.jpg", png(60));
    await put("lily/c.PNG", jpg(120));
    const { train } = await imageFolder(folder, { size: 2, channels: 1 });
    const values = [...train.inputs.data].filter((_, i) => i % 4 === 0);
    for (const [i, value] of [30, 40, 120, 10, 20, 90, 60].entries())
      expect(Math.abs(values[i] - value)).toBeLessThan(4);
  });

  test("is split with classes in proportion, the same way for the same seed", async () => {
    for (let i = 3; i <= 10; i++) await put(`rose/${i}.png`, png(i));
    for (let i = 3; i <= 10; i++) await put(`lily/${i}.png`, png(100 + i));
    const load = () => imageFolder(folder, { validation: 0.2, test: 6, seed: 3 }).load();
    const data = await load();
    expect([data.train, data.validation, data.test].map((set) => set?.inputs.shape[0])).toEqual([10, 4, 6]);
    expect([...(data.test?.targets.data ?? [])].sort()).toEqual([0, 0, 0, 1, 1, 1]);
    expect(await load()).toEqual(data);
  });

  test("may have folders within the folder of a class, links, and what systems leave there", async () => {
    await put("rose/more/3.png", png(50));
    await put("rose/.hidden.png", "no image");
    await put("rose/Thumbs.db", "no image");
    await put(".git/x.png", "no image");
    await put("elsewhere.png", png(60));
    await symlink(join(folder, "elsewhere.png"), join(folder, "rose/link.png"));
    await symlink(join(folder, "rose"), join(folder, "rose/more/loop"));
    const { train, classes } = await imageFolder(folder);
    expect(classes).toEqual(["lily", "rose"]);
    expect([...train.inputs.data].filter((_, i) => i % 4 === 0)).toEqual([30, 40, 10, 20, 60, 50]);
  });

  test("has a hint about what is not read", async () => {
    await put("readme.txt", "words");
    await put("rose/notes.txt", "words");
    await put("loose.png", png(1));
    await imageFolder(folder);
    expect(said.join()).toMatch(/not read, as no image of a class: loose\.png, readme\.txt, rose\/notes\.txt\.$/);
  });
});

describe("folders of sets", () => {
  beforeEach(async () => {
    for (const set of ["train", "val", "test"])
      for (const name of ["ant", "bee"]) await put(`sets/${set}/${name}/1.png`, png(set.length + name.charCodeAt(0)));
  });

  test("are found, and read as the sets that they are", async () => {
    const data = await imageFolder(join(folder, "sets"));
    checkDataset(data);
    expect([data.train, data.validation, data.test].map((set) => set?.inputs.data[0])).toEqual([102, 100, 101]);
    expect(data.classes).toEqual(["ant", "bee"]);
    expect(said.join()).toContain("sets has folders of sets, which are read as such");
  });

  test("may be named", async () => {
    const data = await imageFolder(join(folder, "sets/train"), { testFolder: join(folder, "sets/test") });
    expect([data.train, data.validation, data.test].map((set) => set?.inputs.data[0])).toEqual([102, undefined, 101]);
  });

  test("number their classes as the training set does", async () => {
    await put("sets/train/aardvark/1.png", png(7));
    const { test: tested } = await imageFolder(join(folder, "sets"));
    expect([...(tested?.targets.data ?? [])]).toEqual([1, 2]);
  });

  test("must know no other class, and have images of the same size", async () => {
    await put("sets/test/cat/1.png", png(7));
    expect(await refusal("sets")).toBe(
      "run: sets/test/cat: expected a class of the training images: ant, bee, received cat.",
    );
    await rm(join(folder, "sets/test/cat"), { recursive: true });
    await put("sets/test/bee/1.png", png(7, 3, 5));
    expect(await refusal("sets")).toMatch(
      /^run: sets\/test\/bee\/1.png: expected 2 × 2 pixels, as the training images, received 3 × 5\. Give a `size`/,
    );
  });

  test("are not split off as well", async () => {
    expect(await refusal("sets", { test: 0.2 })).toMatch(
      /^usage: imageFolder: test: expected one test set, received 0.2 of the training images, and the folder sets\/test\. Leave `test` out\./,
    );
  });
});

describe("what is wrong with a folder is named", () => {
  test.each<[string, Record<string, Uint8Array | string>, RegExp]>([
    [
      "another size",
      { "rose/3.png": png(1, 3, 2) },
      /^run: rose\/3.png: expected 2 × 2 pixels, as lily\/a.png, received 3 × 2\. Give a `size` /,
    ],
    [
      "an empty file",
      { "rose/3.png": "" },
      /^run: rose\/3.png: expected a PNG or a JPEG, by its first bytes, received an empty file\. Delete the file, or set `skipBroken: true`/,
    ],
    [
      "a page in place of an image",
      { "rose/3.jpg": "<!DOCTYPE html>" },
      /received a file that begins with "<!DOCTYPE ht"\./,
    ],
    [
      "another format",
      { "rose/3.bmp": Uint8Array.of(0x42, 0x4d, 0, 1) },
      /received a file that begins with 42 4d 00 01\./,
    ],
    [
      "half a PNG",
      { "rose/3.png": png(1).subarray(0, 50) },
      /^run: rose\/3.png: expected a whole PNG, received a damaged one \(/,
    ],
    [
      "half a JPEG",
      { "rose/3.jpg": jpg(1, 64).subarray(0, 640) },
      /^run: rose\/3.jpg: expected a whole JPEG, received a damaged one \(/,
    ],
    [
      "a JPEG of far more pixels than its bytes have",
      { "rose/3.jpg": claiming(4900) },
      /^run: rose\/3.jpg: expected a whole JPEG, received a damaged one \(\d+ bytes for 24010000 pixels\)/,
    ],
    [
      "a class without images",
      { "tulip/notes.txt": "words" },
      /^run: tulip: expected at least one image \(PNG or JPEG\), received 1 other files, such as tulip\/notes.txt\. A folder is a class/,
    ],
    [
      "a wall of pixels",
      { "rose/3.png": wall() },
      /^run: rose\/3.png: expected an image of 1 to 25,000,000 pixels, received 65536 × 65536/,
    ],
  ])("%s", async (name, files, message) => {
    for (const [path, bytes] of Object.entries(files)) await put(path, bytes);
    expect(await refusal("", name.includes("JPEG") ? { size: 2 } : {})).toMatch(message);
  });

  test("a folder that is not there, is a file, is empty, or has one class", async () => {
    expect(await refusal("nowhere")).toBe("run: nowhere: expected a folder with images, received no such folder.");
    expect(await refusal("rose/1.png")).toBe("run: rose/1.png: expected a folder with images, received a file.");
    await mkdir(join(folder, "empty"));
    expect(await refusal("empty")).toMatch(
      /^run: empty: expected a folder for each class, at least two, received none\./,
    );
    expect(await refusal("rose")).toMatch(
      /received none and 2 images beside\. Put the images of each class into a folder/,
    );
    for (const name of ["empty", "lily"]) await rm(join(folder, name), { recursive: true });
    expect(await refusal()).toMatch(/received rose alone\./);
    await mkdir(join(folder, "violet"));
    expect(await refusal()).toMatch(/^run: violet: expected at least one image .* received an empty folder/);
  });

  test("a broken file is left out only if asked, and said; never the last of a class", async () => {
    await put("rose/3.png", png(1).subarray(0, 50));
    await put("rose/4.png", "words");
    await symlink(join(folder, "gone.png"), join(folder, "rose/5.png"));
    const { train } = await imageFolder(folder, { skipBroken: true });
    expect([...train.targets.data]).toEqual([0, 0, 1, 1]);
    expect(said.join()).toMatch(/left out, as broken: rose\/4.png, rose\/5.png, rose\/3.png\.$/);
    await put("lily/a.png", "words");
    await put("lily/b.png", "words");
    expect(await refusal("", { skipBroken: true })).toBe(
      "run: lily: expected at least one image that is not broken, received broken ones only.",
    );
  });

  test("more bytes than there is room for, before anything is decoded", async () => {
    for (let i = 0; i < 60; i++) await put(`rose/x${i}.png`, png(1));
    expect(await refusal("", { size: 4096, channels: 3 })).toMatch(
      /^usage: imageFolder: FOLDER: expected images that take at most 2.1 GB together, received 64 of 4096 × 4096 × 3 bytes, which take 3.2 GB\. Give a smaller `size`, at most 3344\./,
    );
  });

  test.each([
    [{ size: 0 }, "imageFolder: size: expected a whole number of pixels, or [height, width], received 0."],
    [{ size: [3] }, "imageFolder: size: expected a whole number of pixels, or [height, width], received [3]."],
    [{ channels: 2 }, "imageFolder: channels: expected 1 (gray), 3 (RGB) or 4 (RGB and alpha), received 2."],
    [{ validaton: 0.1 }, "Did you mean validation?"],
  ])("options that are none: %o", (options, message) => {
    expect(() => imageFolder(folder, options as object)).toThrow(message);
    expect(() => imageFolder("" as string)).toThrow(
      'imageFolder: path: expected the path of a folder, or a list of Files or of { name: "cats/1.png", bytes }, received "".',
    );
  });

  test("work that is aborted", async () => {
    await expect(imageFolder(folder, { signal: AbortSignal.abort() })).rejects.toHaveProperty("name", "AbortError");
  });
});

/** A PNG whose head claims 65,536 × 65,536 pixels. */
function wall(): Uint8Array {
  const bytes = png(1).slice();
  new DataView(bytes.buffer).setUint32(16, 65_536);
  new DataView(bytes.buffer).setUint32(20, 65_536);
  return bytes;
}

/** A JPEG that says to be a square of this side. */
function claiming(side: number): Uint8Array {
  const bytes = Uint8Array.from(jpg(1));
  const frame = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc0);
  const view = new DataView(bytes.buffer);
  view.setUint16(frame + 5, side);
  view.setUint16(frame + 7, side);
  return bytes;
}
