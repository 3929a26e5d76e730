import { runError, usageError } from "../../errors.ts";
import { nodeModule } from "../../node-module.ts";
import { defined } from "../../options/defined.ts";
import { custom, optional } from "../../options.ts";
import { sayOnce } from "../../say-once.ts";
import { cifarRecords } from "../files/cifar-records.ts";
import { type FolderInput, folderSchema, namedFiles } from "../files/folder-input.ts";
import { DOWNLOAD_HOST, IDX_OPTIONS } from "../files/idx-dataset.ts";
import { fromCache, isFolder, type KnownFile } from "../files/known-file.ts";
import { readBytes } from "../files/read-bytes.ts";
import { tarFiles } from "../files/tar-files.ts";
import { defineSource, type Tested } from "../source.ts";
import { holdOut } from "../split.ts";

const CLASSES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
const ARCHIVE: KnownFile = {
  name: "cifar-10-binary.tar.gz",
  md5: "c32a1d4ab5d03f1284b67883e8d87530",
  bytes: 170_052_171,
  isPacked: true,
};
const MIRRORS = ["https://www.cs.toronto.edu/~kriz/"];
/** Files of the binary version; a part of one may have a name of its own. */
const TRAIN = /(^|\/)data_batch[^/]*\.bin$/;
const TEST = /(^|\/)test_batch[^/]*\.bin$/;

export const cifar10 = defineSource({
  name: "cifar10",
  summary:
    "CIFAR-10: 50,000 small photographs of ten kinds of things to train on and 10,000 to test, as bytes [n, 32, 32, 3].",
  source: "Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images; the binary version, MD5 by its page",
  section: "data",
  use: "The usual next step after MNIST, and much harder: a resnet() of depth 20 reads 91.25 % of the test images after 64,000 steps of 128 images that are shifted and flipped (He et al. 2016, table 6). Reads the six .bin files, a part of them, or the archive in `directory`; else downloads the archive (170 MB) into `cache`.",
  avoid:
    "All images take 184 MB, and a convolutional network needs hours on a few cores; hold most of them out to try things. Paths and downloads need Node.js; a page gives Files.",
  example: 'cifar10({ directory: "cifar-10-batches-bin", validation: 5000 })',
  options: {
    ...IDX_OPTIONS,
    directory: optional(
      custom<FolderInput | undefined>(
        folderSchema,
        undefined,
        "a folder, or a list of its Files or of { name, bytes }",
        "a folder with data_batch_1.bin to data_batch_5.bin and test_batch.bin, or with the archive; by default it is downloaded",
      ),
    ),
  },
  host: DOWNLOAD_HOST,
  load: async ({ directory, cache, mirrors = MIRRORS, stallAfter, validation, seed }, context): Promise<Tested> => {
    const kept = cache ?? context.cache;
    if (directory === undefined && kept === undefined)
      throw usageError({
        where: "cifar10",
        expected: "a `directory` with the files, or a `cache` folder to download them to",
        received: "neither",
      });
    const options = defined({ ...context, cache: undefined, stallAfter });
    const files =
      directory === undefined
        ? await unpacked(await fromCache(ARCHIVE, `${kept}/cifar10/${ARCHIVE.name}`, mirrors, options), ARCHIVE.name)
        : typeof directory === "string"
          ? await filesIn(directory, context.signal)
          : await filesOfList(directory, context.signal);
    const where = typeof directory === "string" ? directory : directory === undefined ? ARCHIVE.name : "the files";
    const all = cifarRecords(chosen(files, TRAIN, where, "data_batch_1.bin"), CLASSES.length);
    const test = cifarRecords(chosen(files, TEST, where, "test_batch.bin"), CLASSES.length);
    const [trained, tested] = [all.targets.data.length, test.targets.data.length];
    if (trained !== 50_000 || tested !== 10_000)
      sayOnce([
        `cifar10: ${where} has a part of the set: ${trained.toLocaleString("en")} of 50,000 training and ${tested.toLocaleString("en")} of 10,000 test images. Results are not those that others report.`,
      ]);
    const parts = validation === 0 ? { train: all } : holdOut(all, validation, seed, "cifar10: validation");
    return { name: "cifar10", ...parts, test, classes: CLASSES };
  },
});

/** Files by their paths, sorted. */
type Files = readonly { where: string; bytes: Uint8Array }[];

function chosen(files: Files, names: RegExp, where: string, such: string): Files {
  const found = files.filter((file) => names.test(file.where));
  if (found.length > 0) return found;
  const received = files.map((file) => file.where.split("/").at(-1)).join(", ");
  throw runError({ where, expected: `files such as ${such}`, received });
}

async function unpacked(packed: Uint8Array, where: string): Promise<Files> {
  return filesOf(await readBytes(packed, undefined, where), where);
}

/** The .bin files of a list, or those of the archive in it. */
async function filesOfList(given: Iterable<unknown>, signal: AbortSignal | undefined): Promise<Files> {
  const files = namedFiles("cifar10: directory", given);
  const read = ({ path, blob }: (typeof files)[number]) => readBytes(blob, signal, path);
  const archive = files.find(({ path }) => path.endsWith(ARCHIVE.name));
  if (archive !== undefined) return filesOf(await read(archive), archive.path);
  const some = files.filter(({ path }) => path.endsWith(".bin")).sort((a, b) => (a.path < b.path ? -1 : 1));
  return Promise.all(some.map(async (one) => ({ where: one.path, bytes: await read(one) })));
}

function filesOf(tar: Uint8Array, where: string): Files {
  const files = [...tarFiles(tar, where)].map(([name, bytes]) => ({ where: `${where}: ${name}`, bytes }));
  return files.sort((a, b) => (a.where < b.where ? -1 : 1));
}

/** The .bin files of a folder, or of the folder in it that the archive unpacks to, or of the archive in it. */
async function filesIn(directory: string, signal: AbortSignal | undefined): Promise<Files> {
  if (!(await isFolder(directory)))
    throw runError({ where: directory, expected: "a folder with the files of CIFAR-10", received: "no such folder" });
  const { readdir } = await nodeModule("node:fs/promises");
  for (const folder of [directory, `${directory}/cifar-10-batches-bin`]) {
    const names = await readdir(folder).catch((): string[] => []);
    const paths = names
      .filter((name) => name.endsWith(".bin"))
      .sort()
      .map((name) => `${folder}/${name}`);
    if (paths.length > 0)
      return Promise.all(paths.map(async (where) => ({ where, bytes: await readBytes(where, signal) })));
    if (names.includes(ARCHIVE.name))
      return filesOf(await readBytes(`${folder}/${ARCHIVE.name}`, signal), `${folder}/${ARCHIVE.name}`);
  }
  throw runError({
    where: directory,
    expected: `data_batch_1.bin to data_batch_5.bin and test_batch.bin, or ${ARCHIVE.name}`,
    received: "a folder with neither",
    fix: "The binary version is needed, not those for Python and Matlab.",
  });
}
