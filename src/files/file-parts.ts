import { nodeModule } from "../node-module.ts";
import { failureOf } from "./failures.ts";

/** The size of a file, and any part of it. @throws as the machine would, and for what is no file. */
export async function fileParts(path: string): Promise<{
  byteLength: number;
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}> {
  const { open, stat } = await nodeModule("node:fs/promises");
  const found = await stat(path);
  if (found.isDirectory()) throw failureOf("EISDIR");
  if (!found.isFile()) throw failureOf("ESPIPE");
  return {
    byteLength: found.size,
    async slice(start, end = found.size) {
      const file = await open(path, "r");
      try {
        const bytes = new Uint8Array(Math.max(0, end - start));
        const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
        return bytes.buffer.slice(0, bytesRead);
      } finally {
        await file.close();
      }
    },
  };
}
