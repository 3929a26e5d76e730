import { nodeModule } from "../node-module.ts";
import type { Destination } from "./destination.ts";

const A_MOMENT = 20; // milliseconds
const PATIENCE = 30_000;

/** Writes to what is no file: a pipe, a device, or an open descriptor such as standard output. It stays what it is. */
export async function writeInPlace(
  destination: Exclude<Destination, { kind: "file" }>,
  content: Uint8Array | string,
  signal?: AbortSignal,
): Promise<void> {
  const { constants, open } = await nodeModule("node:fs/promises");
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  if (destination.kind === "descriptor") return writeAll(destination.descriptor, bytes, signal);
  const { path, pipe } = destination;
  const reader = pipe ? await awaitReader(path, signal) : undefined;
  try {
    const file = await open(path, constants.O_WRONLY);
    try {
      await writeAll(file.fd, bytes, signal);
    } finally {
      await file.close();
    }
  } finally {
    await reader?.close();
  }
}

/** Waits until a pipe has a reader, since opening it would block until then; what is given back keeps the reader. */
async function awaitReader(path: string, signal: AbortSignal | undefined): Promise<{ close(): Promise<void> }> {
  const { constants, open } = await nodeModule("node:fs/promises");
  for (const end = Date.now() + PATIENCE; ; await pause()) {
    signal?.throwIfAborted();
    try {
      return await open(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if ((error as { code?: string }).code !== "ENXIO" || Date.now() > end) throw error;
    }
  }
}

async function writeAll(descriptor: number, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
  const { write } = await nodeModule("node:fs");
  for (let done = 0; done < bytes.length; ) {
    signal?.throwIfAborted();
    done += await new Promise<number>((resolve, reject) => {
      write(descriptor, bytes, done, bytes.length - done, null, (error, written) => {
        if (error === null) resolve(written);
        else if (error.code === "EAGAIN")
          pause().then(() => resolve(0)); // full at the moment
        else reject(error);
      });
    });
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, A_MOMENT));
}
