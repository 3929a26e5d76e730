import * as v from "valibot";
import { EvenkeelError, runError, usageError } from "../../errors.ts";
import { nodeModule } from "../../node-module.ts";
import { defined } from "../../options/defined.ts";
import {
  count,
  custom,
  functionOption,
  type Option,
  optional,
  positive,
  signalOption,
  type ValuesOf,
} from "../../options.ts";
import type { Samples } from "../dataset.ts";
import type { SourceContext, Tested } from "../source.ts";
import { holdOut } from "../split.ts";
import { type DownloadOptions, type DownloadProgress, fromMirrors, reasonOf } from "./download.ts";
import { parseIdx } from "./parse-idx.ts";

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

const folder = custom(v.pipe(v.string(), v.nonEmpty()), undefined, "a folder");
export const IDX_OPTIONS = {
  directory: optional({
    ...folder,
    doc: "a folder with the four files, plain or as .gz; by default they are downloaded",
  }),
  cache: optional({
    ...folder,
    doc: "a folder that files are downloaded to and looked for first; needed without `directory`; by default that of the command line, elsewhere none",
  }),
  validation: count(0, "training samples held out for validation, with classes in proportion", 0),
  seed: count(1, "which samples are held out", 0),
  mirrors: optional(
    custom<readonly string[]>(
      v.array(v.string()),
      undefined,
      "a list of URLs",
      "folders that are tried in turn; by default the known ones",
    ),
  ),
  stallAfter: positive(30_000, "milliseconds in which a server must send at least a kilobyte, or the end of the file"),
};

/** What a program may give besides. */
export const DOWNLOAD_HOST = {
  fetch: optional(functionOption("downloads; by default the fetch of the platform") as Option<typeof fetch>),
  signal: optional(signalOption("what ends the work early; none by default") as Option<AbortSignal>),
  onProgress: optional(
    functionOption("is called as bytes arrive; none by default") as Option<(progress: DownloadProgress) => void>,
  ),
};

/** The dataset that `facts` describe; see `mnist`. */
export async function loadIdxDataset(
  facts: IdxFacts,
  values: ValuesOf<typeof IDX_OPTIONS>,
  context: SourceContext = {},
): Promise<Tested> {
  const load = loaderOf(facts, values, context);
  const all = await samplesOf(facts.train, load);
  const test = await samplesOf(facts.test, load);
  const { validation, seed } = values;
  const parts = validation === 0 ? { train: all } : holdOut(all, validation, seed, `${facts.name}: validation`);
  return { name: facts.name, ...parts, test, classes: facts.classes };
}

type Loader = (file: IdxFile) => Promise<Uint8Array>;

function loaderOf(facts: IdxFacts, values: ValuesOf<typeof IDX_OPTIONS>, context: SourceContext): Loader {
  const { directory, cache = context.cache, mirrors = facts.mirrors, stallAfter } = values;
  const { signal } = context;
  if (directory !== undefined) return (file) => fromDirectory(file, directory, signal);
  if (cache === undefined)
    throw usageError({
      where: facts.name,
      expected: "a `directory` with the files, or a `cache` folder to download them to",
      received: "neither",
    });
  const options = { ...defined({ ...context, cache: undefined }), stallAfter };
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

async function fromCache(file: IdxFile, path: string, mirrors: readonly string[], options: DownloadOptions) {
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
