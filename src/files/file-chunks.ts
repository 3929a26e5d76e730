import { nodeModule } from "../node-module.ts";
import { expectRegularFile } from "./expect-regular-file.ts";

/** Bytes that are read at once. */
const PART = 2 ** 20;

/**
 * The bytes of a file in order, piece by piece.
 * @throws as the machine would; and for what is no file, which may have no end (a pipe, a device).
 */
export async function* fileChunks(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const { open } = await nodeModule("node:fs/promises");
  await expectRegularFile(path);
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
