import { nodeModule } from "../node-module.ts";
import { expectRegularFile } from "./expect-regular-file.ts";
import { failureOf } from "./failures.ts";

/** Less than what one call can read. */
const PART = 2 ** 30;

/**
 * The bytes of a file of any size that memory holds, read in parts.
 * @throws as the machine would; and for what is no file, which may have no end (a pipe, a device).
 */
export async function readRegularFile(path: string): Promise<Uint8Array> {
  const { open } = await nodeModule("node:fs/promises");
  await expectRegularFile(path);
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const bytes = spaceFor(size);
    let done = 0;
    while (done < size) {
      const { bytesRead } = await file.read(bytes, done, Math.min(PART, size - done), done);
      if (bytesRead === 0) break; // it was cut in the meantime
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  } finally {
    await file.close();
  }
}

function spaceFor(size: number): Uint8Array {
  try {
    return new Uint8Array(size);
  } catch {
    throw failureOf("ENOMEM");
  }
}
