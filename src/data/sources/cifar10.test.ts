import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { tarOf } from "../../../test/tar-of.ts";
import { checkDataset } from "../checks/check-dataset.ts";
import { cifar10 } from "./cifar10.ts";

/** A record of a label and one color. */
const record = (label: number, [red, green, blue]: readonly number[]) => [
  label,
  ...[red, green, blue].flatMap((value) => new Array<number>(1024).fill(value)),
];
const batch = (...labels: number[]) =>
  Uint8Array.from(labels.flatMap((label) => record(label, [label, label + 10, label + 20])));
/** A tar archive, with the blocks of zeros at its end. */
let folder: string;
let said: string[];
const put = (name: string, bytes: Uint8Array) => writeFile(join(folder, name), bytes);
const refusal = async (options: Parameters<typeof cifar10>[0]) => {
  const error = await cifar10(options).catch((caught) => caught);
  return `${error.kind}: ${error.message}`.replaceAll(`${folder}/`, "").replaceAll(folder, "FOLDER");
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cifar-"));
  said = [];
  vi.spyOn(console, "warn").mockImplementation((line: string) => said.push(line));
  await put("data_batch_2.bin", batch(3, 1));
  await put("data_batch_1.bin", batch(9));
  await put("test_batch.bin", batch(0, 2));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

describe("CIFAR-10", () => {
  test("is read from its files in order, red, green and blue of a pixel side by side", async () => {
    const data = await cifar10({ directory: folder });
    checkDataset(data);
    expect(data.train.inputs.shape).toEqual([3, 32, 32, 3]);
    expect([...data.train.targets.data]).toEqual([9, 3, 1]);
    expect([...data.train.inputs.data.slice(0, 6)]).toEqual([9, 19, 29, 9, 19, 29]);
    expect([...data.train.inputs.data.slice(-3)]).toEqual([1, 11, 21]);
    expect([...data.test.targets.data]).toEqual([0, 2]);
    expect(data.classes?.[9]).toBe("truck");
    expect(said.join()).toMatch(/has a part of the set: 3 of 50,000 training and 2 of 10,000 test images/);
  });

  test("is read from the folder that the archive unpacks to, and from the archive", async () => {
    const whole = await cifar10({ directory: folder });
    await mkdir(join(folder, "around/cifar-10-batches-bin"), { recursive: true });
    for (const [name, bytes] of [["data_batch_1.bin", batch(9, 3, 1)], ["test_batch.bin", batch(0, 2)]] as const) // biome-ignore format: files
      await put(`around/cifar-10-batches-bin/${name}`, bytes);
    expect(await cifar10({ directory: join(folder, "around") })).toEqual(whole);
    const archive = tarOf({
      "cifar-10-batches-bin/readme.html": Uint8Array.of(1),
      "cifar-10-batches-bin/test_batch.bin": batch(0, 2),
      "cifar-10-batches-bin/data_batch_2.bin": batch(3, 1),
      "cifar-10-batches-bin/data_batch_1.bin": batch(9),
    });
    await mkdir(join(folder, "packed"));
    await put("packed/cifar-10-binary.tar.gz", gzipSync(archive));
    expect(await cifar10({ directory: join(folder, "packed") })).toEqual(whole);
    await put("packed/cifar-10-binary.tar.gz", gzipSync(archive.subarray(0, 3000)));
    expect(await refusal({ directory: join(folder, "packed") })).toMatch(
      /^run: packed\/cifar-10-binary.tar.gz: expected 6146 bytes of cifar-10-batches-bin\/test_batch.bin, received 1464\./,
    );
  });

  test("is looked for in the cache, and an archive with another checksum is not taken", async () => {
    const fetched: string[] = [];
    const fetch = async (url: string | URL | Request) => {
      fetched.push(`${url}`);
      return new Response(gzipSync(tarOf({ "x/data_batch_1.bin": batch(1) })));
    };
    expect(await refusal({ cache: folder, mirrors: ["https://one/", "https://two"], fetch })).toMatch(
      /^run: cifar-10-binary.tar.gz: expected a download from one of 2 mirrors, received an error from each:\n {2}https:\/\/one\/cifar-10-binary.tar.gz: expected 170052171 bytes, received \d+ bytes/,
    );
    expect(fetched).toEqual(["https://one/cifar-10-binary.tar.gz", "https://two/cifar-10-binary.tar.gz"]);
    expect(existsSync(join(folder, "cifar10"))).toBe(false);
  });

  test("has samples held out for validation", async () => {
    await put("data_batch_1.bin", batch(...Array.from({ length: 20 }, (_, i) => i % 4)));
    const data = await cifar10({ directory: folder, validation: 4 });
    expect([data.train.targets.data.length, data.validation?.targets.data.length]).toEqual([18, 4]);
  });

  test.each<[string, Readonly<Record<string, Uint8Array>>, string]>([
    [
      "half a record",
      { "data_batch_2.bin": batch(1, 2).subarray(0, 4000) },
      "data_batch_2.bin: expected whole records of 3073 bytes, received 4000 bytes, which are 1.30 records.",
    ],
    [
      "an empty file",
      { "data_batch_2.bin": new Uint8Array() },
      "data_batch_2.bin: expected whole records of 3073 bytes, received an empty file.",
    ],
    [
      "a label that is none, as in files of CIFAR-100",
      { "data_batch_2.bin": batch(1, 77) },
      "data_batch_2.bin: expected labels from 0 to 9, received 77 in record 1.",
    ],
  ])("with %s is refused", async (_, files, message) => {
    for (const [name, bytes] of Object.entries(files)) await put(name, bytes);
    expect(await refusal({ directory: folder })).toBe(`run: ${message}`);
  });

  test("needs its files", async () => {
    expect(await refusal({})).toMatch(
      /^usage: cifar10: expected a `directory` .* or a `cache` folder .*, received neither/,
    );
    expect(await refusal({ directory: join(folder, "no") })).toBe(
      "run: no: expected a folder with the files of CIFAR-10, received no such folder.",
    );
    await rm(join(folder, "test_batch.bin"));
    expect(await refusal({ directory: folder })).toBe(
      "run: FOLDER: expected files such as test_batch.bin, received data_batch_1.bin, data_batch_2.bin.",
    );
    await mkdir(join(folder, "empty"));
    expect(await refusal({ directory: join(folder, "empty") })).toMatch(
      /^run: empty: expected data_batch_1.bin to .* The binary version is needed/,
    );
  });
});
