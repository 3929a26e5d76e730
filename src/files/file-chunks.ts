import { nodeModule } from "../node-module.ts";
import { failureOf } from "./failures.ts";

/** Bytes that are read at once. */
const PART = 2 ** 20;

/**
 * The bytes of a file in order, piece by piece.
 * @throws as the machine would; and for what is no file, which may have no end (a pipe, a device).
 */
export async function* fileChunks(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const { open, stat } = await nodeModule("node:fs/promises");
  const found = await stat(path); // before it is opened: opening a pipe waits for its writer
  if (found.isDirectory()) throw failureOf("EISDIR");
  if (!found.isFile()) throw failureOf("ESPIPE");
  const file = await open(path, "r");
  try {
    for (;;) {
      signal?.throwIfAborted();
      const bytes = new Uint8Array(PART);
      const { bytesRead } = await file.read(bytes, 0, PART);
      if (bytesRead === 0) return;
      yield bytes.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
