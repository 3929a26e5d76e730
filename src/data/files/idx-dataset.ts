import * as v from "valibot";
import { runError, usageError } from "../../errors.ts";
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
import type { DownloadProgress } from "./download.ts";
import { type FolderInput, folderSchema, namedFiles } from "./folder-input.ts";
import { fromCache, fromDirectory, type KnownFile } from "./known-file.ts";
import type { NamedFile } from "./named-file.ts";
import { parseIdx } from "./parse-idx.ts";
import { readBytes } from "./read-bytes.ts";

/** A dataset of four IDX files: images [n, height, width] and labels [n], for training and for testing. */
export interface IdxFacts {
  name: string;
  /** In the order of their numbers. */
  classes: readonly string[];
  /** URLs of folders, tried in this order. */
  mirrors: readonly string[];
  train: { images: KnownFile; labels: KnownFile };
  test: { images: KnownFile; labels: KnownFile };
}

const folder = custom(v.pipe(v.string(), v.nonEmpty()), undefined, "a folder");
export const IDX_OPTIONS = {
  directory: optional(
    custom<FolderInput | undefined>(
      folderSchema,
      undefined,
      "a folder, or a list of its Files or of { name, bytes }",
      "a folder with the four files, plain or as .gz; by default they are downloaded",
    ),
  ),
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

/** A file of a page, by its name and its size. */
async function fromList({ name, bytes }: KnownFile, files: readonly NamedFile[], signal?: AbortSignal) {
  const file = files.find(({ path }) => path.replace(/^.*\//, "").replace(/\.gz$/, "") === name);
  if (file === undefined)
    throw runError({
      where: "the files",
      expected: `${name} or ${name}.gz`,
      received: files.map(({ path }) => path).join(", "),
    });
  const read = await readBytes(file.blob, signal, file.path);
  if (read.length === bytes) return read;
  throw runError({ where: file.path, expected: `${bytes} bytes`, received: `${read.length} bytes` });
}

type Loader = (file: KnownFile) => Promise<Uint8Array>;

function loaderOf(facts: IdxFacts, values: ValuesOf<typeof IDX_OPTIONS>, context: SourceContext): Loader {
  const { directory, cache = context.cache, mirrors = facts.mirrors, stallAfter } = values;
  const { signal } = context;
  if (typeof directory === "string") return (file) => fromDirectory(file, directory, signal);
  if (directory !== undefined) {
    const files = namedFiles(`${facts.name}: directory`, directory);
    return (file) => fromList(file, files, signal);
  }
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
