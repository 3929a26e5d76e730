import { nodeModule } from "../node-module.ts";
import { expectRegularFile } from "./expect-regular-file.ts";

/** The size of a file, and any part of it. @throws as the machine would, and for what is no file. */
export async function fileParts(path: string): Promise<{
  byteLength: number;
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}> {
  const { open } = await nodeModule("node:fs/promises");
  const size = await expectRegularFile(path);
  return {
    byteLength: size,
    async slice(start, end = size) {
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
