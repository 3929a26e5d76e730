import { runError } from "../../errors.ts";
import { nodeModule } from "../../node-module.ts";
import { isGzip } from "./is-gzip.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  ENOTDIR: "no such file",
  EISDIR: "a folder",
};

/** The bytes of a file, decompressed if they are gzip. @throws a run error that names it. */
export async function readBytes(path: string, signal?: AbortSignal): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const { readFile } = await nodeModule("node:fs/promises");
  const bytes = await readFile(path, signal === undefined ? {} : { signal }).catch((cause: NodeJS.ErrnoException) => {
    signal?.throwIfAborted();
    throw runError({ where: path, expected: "a file", received: REASONS[cause.code ?? ""] ?? cause.message, cause });
  });
  return isGzip(bytes) ? unzipped(bytes, path) : bytes;
}

async function unzipped(bytes: Uint8Array, where: string): Promise<Uint8Array> {
  const { gunzip } = await nodeModule("node:zlib");
  const { promisify } = await nodeModule("node:util");
  return promisify(gunzip)(bytes).catch((cause: Error) => {
    throw runError({ where, expected: "whole gzip data", received: cause.message, cause });
  });
}
