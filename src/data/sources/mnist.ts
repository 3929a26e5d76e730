import * as v from "valibot";
import { EvenkeelError, runError, usageError } from "../../errors.ts";
import { nodeModule } from "../../node-module.ts";
import {
  type Checks,
  count,
  custom,
  functionOption,
  optional,
  positive,
  resolveOptions,
  signalOption,
} from "../../options.ts";
import type { Dataset, Samples } from "../dataset.ts";
import { holdOut } from "../split.ts";
import { type DownloadOptions, fromMirrors, reasonOf } from "./download.ts";
import { parseIdx } from "./idx.ts";

/** One uncompressed file; on the mirrors its name ends in ".gz". */
export interface IdxFile {
  name: string;
  md5: string;
  bytes: number;
}

/** A dataset of four IDX files: images [n, height, width] and labels [n], for training and for testing. */
export interface IdxFacts {
  name: string;
  /** In the order of their numbers. */
  classes: readonly string[];
  /** URLs of folders, tried in this order. */
  mirrors: readonly string[];
  train: { images: IdxFile; labels: IdxFile };
  test: { images: IdxFile; labels: IdxFile };
}

/** Where the files are, and how samples are held out. */
export interface IdxOptions extends DownloadOptions {
  /** A folder that has the four files, plain or as ".gz"; nothing is downloaded then. None by default. */
  directory?: string;
  /**
   * A folder for downloaded files; needed without `directory`. They are looked for there first. None by default.
   */
  cache?: string;
  /** How many training samples are held out for validation (default 0: no validation set). */
  validation?: number;
  /** Decides which samples are held out (default 1). */
  seed?: number;
  /** Addresses of folders that are tried in turn. By default the known ones. */
  mirrors?: readonly string[];
}

const DIGITS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

const TRAIN_IMAGES = { name: "train-images-idx3-ubyte", bytes: 47_040_016 };
const TRAIN_LABELS = { name: "train-labels-idx1-ubyte", bytes: 60_008 };
const TEST_IMAGES = { name: "t10k-images-idx3-ubyte", bytes: 7_840_016 };
const TEST_LABELS = { name: "t10k-labels-idx1-ubyte", bytes: 10_008 };

const MNIST: IdxFacts = {
  name: "mnist",
  classes: DIGITS,
  mirrors: ["https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/"],
  train: {
    images: { ...TRAIN_IMAGES, md5: "6bbc9ace898e44ae57da46a324031adb" },
    labels: { ...TRAIN_LABELS, md5: "a25bea736e30d166cdddb491f175f624" },
  },
  test: {
    images: { ...TEST_IMAGES, md5: "2646ac647ad5339dbf082846283269ea" },
    labels: { ...TEST_LABELS, md5: "27ae3e4e09519cfbb04c329615203637" },
  },
};

const FASHION_MNIST: IdxFacts = {
  name: "fashion-mnist",
  classes: ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
  mirrors: ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"],
  train: {
    images: { ...TRAIN_IMAGES, md5: "f4a8712d7a061bf5bd6d2ca38dc4d50a" },
    labels: { ...TRAIN_LABELS, md5: "9018921c3c673c538a1fc5bad174d6f9" },
  },
  test: {
    images: { ...TEST_IMAGES, md5: "8181f5470baa50b63fa0f6fddb340f0a" },
    labels: { ...TEST_LABELS, md5: "15d484375f8d13e6eb1aabb0c3f46965" },
  },
};

/**
 * MNIST (LeCun, Cortes and Burges): 60,000 handwritten digits to train on and 10,000 to test, as bytes [n, 28, 28, 1],
 * 0 for the background to 255 for ink. Read from `directory`, else from `cache`, else downloaded into `cache` (12 MB);
 * the MD5 of every file is checked. Needs Node.js.
 * @throws a run error for a file that is missing, damaged or cannot be downloaded; the reason of `signal` if aborted.
 * @example
 * const data = await mnist({ cache: "data", validation: 5000 });
 */
export function mnist(options: IdxOptions): Promise<Dataset & { test: Samples }> {
  return loadIdxDataset(MNIST, options);
}

/**
 * Fashion-MNIST (Zalando Research): ten kinds of clothing, in the sizes and the format of MNIST (31 MB); see `mnist`.
 * @throws a run error for a file that is missing, damaged or cannot be downloaded; the reason of `signal` when aborted.
 * @example
 * const data = await fashionMnist({ cache: "data", validation: 5000 });
 */
export function fashionMnist(options: IdxOptions): Promise<Dataset & { test: Samples }> {
  return loadIdxDataset(FASHION_MNIST, options);
}

/** The dataset that `facts` describe; see `mnist`. */
export async function loadIdxDataset(facts: IdxFacts, options: IdxOptions = {}): Promise<Dataset & { test: Samples }> {
  const { validation = 0, seed = 1 } = resolveOptions(facts.name, OPTIONS, options);
  const load = loaderOf(facts, options);
  const all = await samplesOf(facts.train, load);
  const test = await samplesOf(facts.test, load);
  const parts = validation === 0 ? { train: all } : holdOut(all, validation, seed, `${facts.name}: validation`);
  return { name: facts.name, ...parts, test, classes: facts.classes };
}

const folder = custom(v.pipe(v.string(), v.nonEmpty()), undefined, "a folder");
export const OPTIONS = {
  directory: optional(folder),
  cache: optional(folder),
  validation: optional(count(0, "training samples held out for validation", 0)),
  seed: optional(count(1, "seed of the choice of samples that are held out", 0)),
  mirrors: optional(custom(v.array(v.string()), undefined, "a list of URLs")),
  fetch: optional(functionOption()),
  signal: optional(signalOption()),
  onProgress: optional(functionOption()),
  stallAfter: optional(positive(undefined)),
} satisfies Checks<IdxOptions>;

type Loader = (file: IdxFile) => Promise<Uint8Array>;

function loaderOf(facts: IdxFacts, options: IdxOptions): Loader {
  const { directory, cache } = options;
  if (directory !== undefined) return (file) => fromDirectory(file, directory, options.signal);
  if (cache === undefined)
    throw usageError({
      where: facts.name,
      expected: "a `directory` with the files, or a `cache` folder to download them to",
      received: "neither",
    });
  const mirrors = options.mirrors ?? facts.mirrors;
  return (file) => fromCache(file, `${cache}/${facts.name}/${file.name}`, mirrors, options);
}

async function samplesOf(files: IdxFacts["train"], load: Loader): Promise<Samples> {
  const images = parseIdx(await load(files.images), files.images.name);
  const labels = parseIdx(await load(files.labels), files.labels.name);
  return { inputs: { shape: [...images.shape, 1], data: images.data }, targets: labels };
}

type Advice = { fix?: string };

const DELETE_IT: Advice = { fix: "The file is damaged or a different one: delete it and download it again." };

async function fromDirectory(file: IdxFile, directory: string, signal?: AbortSignal): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const names = [`${file.name}.gz`, file.name];
  for (const name of names) {
    const path = `${directory}/${name}`;
    const bytes = await readIfThere(path, mostBytes(file));
    if (bytes !== undefined) return checked(bytes, file, path, DELETE_IT);
  }
  throw runError({
    where: directory,
    expected: `the file ${names.join(" or ")}`,
    received: (await isFolder(directory)) ? "a folder with neither" : "no such folder",
    fix: "Give the folder with the four files as `directory`, or leave `directory` out to download them.",
  });
}

async function fromCache(file: IdxFile, path: string, mirrors: readonly string[], options: IdxOptions) {
  options.signal?.throwIfAborted();
  const reasons: string[] = [];
  try {
    const bytes = await readIfThere(path, mostBytes(file));
    if (bytes !== undefined) return await checked(bytes, file, path);
  } catch (error) {
    reasons.push(reasonOf(error)); // damaged: downloaded again
  }
  const accept = (bytes: Uint8Array, url: string) => checked(bytes, file, url);
  const limited = { ...options, most: mostBytes(file) };
  const bytes = await fromMirrors(`${file.name}.gz`, mirrors, accept, limited, reasons);
  await keep(path, bytes, options.signal);
  return bytes;
}

async function keep(path: string, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
  try {
    const { writeAtomically } = await import("../../files/write-atomically.ts");
    await writeAtomically(path, bytes, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw runError({
      where: path,
      expected: "a writable cache folder",
      received: reasonOf(cause),
      fix: "Choose another `cache` folder, or free some space.",
      cause,
    });
  }
}

/** The most bytes that the file may have, compressed or not: gzip adds less than 0.1 % to what it cannot compress. */
function mostBytes({ bytes }: IdxFile): number {
  return Math.ceil(1.001 * bytes) + 1024;
}

async function readIfThere(path: string, most: number): Promise<Uint8Array | undefined> {
  const { readFile, stat } = await nodeModule("node:fs/promises");
  try {
    const found = await stat(path);
    if (found.isFile() && found.size > most)
      throw runError({ where: path, expected: `at most ${most} bytes`, received: `${found.size} bytes`, ...DELETE_IT });
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof EvenkeelError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw runError({ where: path, expected: "a readable file", received: reasonOf(cause), cause });
  }
}

async function isFolder(path: string): Promise<boolean> {
  const { stat } = await nodeModule("node:fs/promises");
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** The decompressed bytes, or the bytes themselves if they are not gzip; checked against the size and MD5 of `file`. */
async function checked(bytes: Uint8Array, file: IdxFile, where: string, advice: Advice = {}): Promise<Uint8Array> {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? await gunzipped(bytes, file, where, advice) : bytes;
  if (plain.length !== file.bytes)
    throw runError({ where, expected: `${file.bytes} bytes`, received: `${plain.length} bytes`, ...advice });
  const { createHash } = await nodeModule("node:crypto");
  const md5 = createHash("md5").update(plain).digest("hex");
  if (md5 !== file.md5) throw runError({ where, expected: `the MD5 ${file.md5}`, received: md5, ...advice });
  return plain;
}

async function gunzipped(bytes: Uint8Array, file: IdxFile, where: string, advice: Advice): Promise<Uint8Array> {
  const { gunzip } = await nodeModule("node:zlib");
  const { promisify } = await nodeModule("node:util");
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: file.bytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE")
      throw runError({ where, expected: `${file.bytes} bytes`, received: "more, when decompressed", ...advice, cause });
    throw runError({ where, expected: "whole gzip data", received: reasonOf(cause), ...advice, cause });
  }
}
