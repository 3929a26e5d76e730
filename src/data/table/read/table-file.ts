import { EvenkeelError, runError, usageError } from "../../../errors.ts";
import { joinedBytes } from "../../../files/joined-bytes.ts";
import { streamChunks } from "../../../files/stream-chunks.ts";
import { readFileChunks, readFileParts } from "../../../files.ts";
import { show } from "../../../options/show.ts";
import { asBytes } from "../../files/file-input.ts";
import type { RandomAccess } from "./read-parquet.ts";
import type { Chunks } from "./text-chunks.ts";
import { unzipped } from "./unzipped.ts";

/** What a table can be read from, besides its text, its bytes and the path of its file: an address, a file, a stream. */
export type TableInput =
  | URL
  | Blob
  | Response
  | ReadableStream<string | Uint8Array>
  | AsyncIterable<string | Uint8Array>;

/** A file, wherever it is: all of it in order, or any part. */
export interface TableFile {
  /** Its path or address, with which errors about it begin. */
  readonly name: string;
  /** Whether it can be read more than once. */
  readonly again: boolean;
  chunks(signal?: AbortSignal): Chunks;
  parts(signal?: AbortSignal): Promise<RandomAccess>;
}

/**
 * The file that was given: a path, an address, a Blob, a stream, an iterable, or bytes.
 * @throws a usage error for anything else.
 */
export function tableFile(name: string, given: string | Uint8Array | ArrayBuffer | TableInput): TableFile {
  const { open, again, where = name, parts } = opened(name, given);
  const chunks = (signal?: AbortSignal) => unzipped(where, told(where, open(signal)));
  return {
    name: where,
    again,
    chunks,
    parts: async (signal) => parts?.(signal) ?? inMemory(await whole(where, chunks(signal))),
  };
}

interface Opened {
  open(signal?: AbortSignal): Chunks;
  again: boolean;
  where?: string;
  parts?: (signal?: AbortSignal) => Promise<RandomAccess>;
}

function opened(name: string, given: unknown): Opened {
  if (typeof given === "string") return ofPath(given);
  const bytes = asBytes(given);
  if (bytes !== undefined) {
    return { open: () => once(bytes), again: true, parts: async () => inMemory(bytes) };
  }
  if (given instanceof URL)
    return given.protocol === "file:"
      ? ofPath(decodeURIComponent(given.pathname).replace(/^\/([A-Za-z]:)/, "$1"))
      : { open: (signal) => fetched(given, signal), again: true, where: given.href };
  if (given instanceof Blob) {
    const parts = async (): Promise<RandomAccess> => ({
      byteLength: given.size,
      slice: (start, end) => given.slice(start, end).arrayBuffer(),
    });
    const where = (given as Partial<File>).name || name;
    return { open: () => streamChunks(given.stream()), again: true, where, parts };
  }
  if (given instanceof Response) return { open: () => responseChunks(given.url || name, given), again: false };
  if (given instanceof ReadableStream) return { open: () => streamChunks(given), again: false };
  if (typeof (given as Partial<Chunks> | null)?.[Symbol.asyncIterator] === "function")
    return { open: () => given as Chunks, again: false };
  throw usageError({
    where: name,
    expected: "the text of a table, its bytes, the path or URL of a file, a Blob, or a stream of text or bytes",
    received: given === undefined ? "none" : show(given),
  });
}

function ofPath(path: string): Opened {
  return {
    open: (signal) => readFileChunks(path, signal),
    again: true,
    where: path,
    parts: () => readFileParts(path),
  };
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

async function* fetched(url: URL, signal: AbortSignal | undefined): Chunks {
  yield* responseChunks(url.href, await fetch(url, signal === undefined ? {} : { signal }));
}

async function* responseChunks(where: string, response: Response): Chunks {
  if (!response.ok)
    throw runError({
      where,
      expected: "a file",
      received: `the answer ${response.status} ${response.statusText}`.trim(),
    });
  if (response.body !== null) yield* streamChunks(response.body);
}

/** The same pieces; errors of the machine are told with the name of the file. */
async function* told(where: string, chunks: Chunks): Chunks {
  try {
    yield* chunks;
  } catch (cause) {
    if (cause instanceof EvenkeelError || (cause as Error | undefined)?.name === "AbortError") throw cause;
    throw runError({
      where,
      expected: "a file that can be read",
      received: cause instanceof Error ? cause.message : show(cause),
      cause,
    });
  }
}

/** All bytes of a file. */
export async function whole(name: string, chunks: Chunks): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of chunks) {
    if (typeof piece !== "string" && asBytes(piece) === undefined)
      throw usageError({ where: name, expected: "pieces of text or bytes", received: show(piece) });
    pieces.push(typeof piece === "string" ? new TextEncoder().encode(piece) : piece);
  }
  return joinedBytes(pieces);
}

function inMemory(bytes: Uint8Array): RandomAccess {
  const { buffer } = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
  return { byteLength: bytes.byteLength, slice: (start, end) => (buffer as ArrayBuffer).slice(start, end) };
}
