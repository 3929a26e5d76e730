import { runError } from "./errors.ts";
import { refused } from "./options.ts";

/**
 * Writes a file whole or not at all: to a temporary file beside it, which takes its place once it is on the disk. Several
 * processes may write the same file at once. Missing folders are made; on failure the temporary file is removed.
 */
export async function writeAtomically(path: string, content: Uint8Array | string, signal?: AbortSignal): Promise<void> {
  const { mkdir, open, rename, rm } = await import("node:fs/promises");
  const { dirname } = await import("node:path");
  signal?.throwIfAborted();
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${globalThis.crypto.randomUUID()}.part`;
  try {
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(content, signal === undefined ? {} : { signal });
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    signal?.throwIfAborted();
    throw error;
  }
}

/** `writeAtomically`, with an error that says what to do. */
export async function writeFileWhole(path: string, content: Uint8Array | string): Promise<void> {
  expectPath(path);
  try {
    await writeAtomically(path, content);
  } catch (cause) {
    throw runError({
      where: path,
      expected: "a file that can be written",
      received: cause instanceof Error ? cause.message : String(cause),
      fix: "Choose another place, or free some space; an earlier file there is untouched.",
      cause,
    });
  }
}

/** The bytes of a file. */
export async function readFileWhole(path: string): Promise<Uint8Array> {
  expectPath(path);
  const { readFile } = await import("node:fs/promises");
  try {
    const { buffer, byteOffset, length } = await readFile(path);
    return new Uint8Array(buffer, byteOffset, length); // a plain array: a Buffer's slice() would share memory
  } catch (cause) {
    throw runError({
      where: path,
      expected: "a file that can be read",
      received: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}

function expectPath(path: unknown): asserts path is string {
  if (typeof path !== "string" || path === "") throw refused("file", "the path of a file", path);
}
