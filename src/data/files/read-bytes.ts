import { runError } from "../../errors.ts";
import { joinedBytes } from "../../files/joined-bytes.ts";
import { streamChunks } from "../../files/stream-chunks.ts";
import { nodeModule } from "../../node-module.ts";
import { asBytes, type FileInput, isFile, whereOf } from "./file-input.ts";
import { isGzip } from "./is-gzip.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  ENOTDIR: "no such file",
  EISDIR: "a folder",
};

/**
 * The bytes of a file, decompressed if they are gzip.
 * @param where what errors call it.
 * @throws a run error that names it.
 */
export async function readBytes(
  file: FileInput,
  signal?: AbortSignal,
  where = whereOf(file, "the file"),
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const bytes = await (isFile(file) ? whole(file, signal) : ofPath(file, signal)).catch(
    (cause: NodeJS.ErrnoException) => {
      signal?.throwIfAborted();
      throw runError({ where, expected: "a file", received: REASONS[cause.code ?? ""] ?? cause.message, cause });
    },
  );
  return isGzip(bytes) ? unzipped(bytes, where) : bytes;
}

async function ofPath(path: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const { readFile } = await nodeModule("node:fs/promises");
  return readFile(path, signal === undefined ? {} : { signal });
}

async function whole(file: Exclude<FileInput, string>, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const own = asBytes(file);
  if (own !== undefined) return own;
  const pieces: Uint8Array[] = [];
  for await (const piece of streamChunks(file instanceof Blob ? file.stream() : (file as ReadableStream<Uint8Array>))) {
    signal?.throwIfAborted();
    pieces.push(piece);
  }
  return joinedBytes(pieces);
}

async function unzipped(bytes: Uint8Array, where: string): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream("gzip"));
  return whole(stream, undefined).catch((cause: Error) => {
    throw runError({ where, expected: "whole gzip data", received: cause.message, cause });
  });
}
