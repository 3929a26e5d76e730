import { runError } from "./errors.ts";

/**
 * Writes a file so that a failure at any moment leaves the old one or the new one whole: to a temporary name beside it,
 * flushed, then renamed.
 */
export async function writeFileWhole(path: string, content: Uint8Array | string): Promise<void> {
  const [{ open, rename, rm, mkdir }, { dirname }] = await Promise.all([
    import("node:fs/promises"),
    import("node:path"),
  ]);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, "w");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
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
