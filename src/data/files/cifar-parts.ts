import { runError } from "../../errors.ts";
import { nodeModule } from "../../node-module.ts";
import { cifarRecords } from "./cifar-records.ts";
import type { DownloadOptions } from "./download.ts";
import { type FolderInput, namedFiles } from "./folder-input.ts";
import { fromCache, isFolder, type KnownFile } from "./known-file.ts";
import { readBytes } from "./read-bytes.ts";
import { tarFiles } from "./tar-files.ts";

const ARCHIVE: KnownFile = {
  name: "cifar-10-binary.tar.gz",
  md5: "c32a1d4ab5d03f1284b67883e8d87530",
  bytes: 170_052_171,
  isPacked: true,
};
/** Files of the binary version; a part of one may have a name of its own. */
const TRAIN = /(^|\/)data_batch[^/]*\.bin$/;
const TEST = /(^|\/)test_batch[^/]*\.bin$/;

/** Where the archive is kept once it is downloaded, and from where. */
interface Download {
  cache: string;
  mirrors: readonly string[];
}

/** The two parts of CIFAR-10, from a folder, from a list of files, or from the archive; `where` is what errors name. */
export async function cifarParts(from: FolderInput | Download, classes: number, options: DownloadOptions) {
  const [files, where] = await filesFrom(from, options);
  return {
    train: cifarRecords(chosen(files, TRAIN, where, "data_batch_1.bin"), classes),
    test: cifarRecords(chosen(files, TEST, where, "test_batch.bin"), classes),
    where,
  };
}

async function filesFrom(from: FolderInput | Download, options: DownloadOptions): Promise<[Files, where: string]> {
  if (typeof from === "string") return [await filesIn(from, options.signal), from];
  if (!("cache" in from)) return [await filesOfList(from, options.signal), "the files"];
  const packed = await fromCache(ARCHIVE, `${from.cache}/${ARCHIVE.name}`, from.mirrors, options);
  return [await unpacked(packed, ARCHIVE.name), ARCHIVE.name];
}

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
  const read = ({ path, content }: (typeof files)[number]) => readBytes(content, signal, path);
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
