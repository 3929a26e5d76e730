import { EvenkeelError, runError } from "../../errors.ts";
import { nodeModule } from "../../node-module.ts";
import { type DownloadOptions, fromMirrors, reasonOf } from "./download.ts";
import { isGzip } from "./is-gzip.ts";

/** One uncompressed file; on the mirrors its name ends in ".gz". */
export interface KnownFile {
  name: string;
  md5: string;
  bytes: number;
  /** Set for a file that is compressed, stays so, and is checked as it is. */
  isPacked?: true;
}

type Advice = { fix?: string };

const DELETE_IT: Advice = { fix: "The file is damaged or a different one: delete it and download it again." };

/** A file in a folder, plain or as .gz. @throws a run error for one that is missing, damaged or a different one. */
export async function fromDirectory(file: KnownFile, directory: string, signal?: AbortSignal): Promise<Uint8Array> {
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

/** A file of the cache, else from the first mirror that has it, then kept in the cache. */
export async function fromCache(file: KnownFile, path: string, mirrors: readonly string[], options: DownloadOptions) {
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
  const name = file.isPacked ? file.name : `${file.name}.gz`;
  const bytes = await fromMirrors(name, mirrors, accept, limited, reasons);
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
function mostBytes({ bytes }: KnownFile): number {
  return Math.ceil(1.001 * bytes) + 1024;
}

/** The bytes of a file; undefined where there is none. @throws a run error for one that has more than `most`. */
export async function readIfThere(path: string, most: number): Promise<Uint8Array | undefined> {
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

export async function isFolder(path: string): Promise<boolean> {
  const { stat } = await nodeModule("node:fs/promises");
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** The decompressed bytes, or the bytes themselves if they are not gzip; checked against the size and MD5 of `file`. */
async function checked(bytes: Uint8Array, file: KnownFile, where: string, advice: Advice = {}): Promise<Uint8Array> {
  const isPacked = isGzip(bytes) && !file.isPacked;
  const plain = isPacked ? await gunzipped(bytes, file, where, advice) : bytes;
  if (plain.length !== file.bytes)
    throw runError({ where, expected: `${file.bytes} bytes`, received: `${plain.length} bytes`, ...advice });
  const { createHash } = await nodeModule("node:crypto");
  const md5 = createHash("md5").update(plain).digest("hex");
  if (md5 !== file.md5) throw runError({ where, expected: `the MD5 ${file.md5}`, received: md5, ...advice });
  return plain;
}

async function gunzipped(bytes: Uint8Array, file: KnownFile, where: string, advice: Advice): Promise<Uint8Array> {
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
