import { runError, usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import type { ValuesOf } from "../../options.ts";
import type { Samples } from "../dataset.ts";
import type { SourceContext, Tested } from "../source.ts";
import { holdOut } from "../split.ts";
import { namedFiles } from "./folder-input.ts";
import type { IDX_OPTIONS } from "./idx-options.ts";
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
  const read = await readBytes(file.content, signal, file.path);
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
