import { nodeModule } from "../node-module.ts";
import { failureOf } from "./failures.ts";

/**
 * The size of a file, in bytes; asked for before it is opened, as opening a pipe waits for its writer.
 * @throws as the machine would; and for what is no file, which may have no end (a pipe, a device).
 */
export async function expectRegularFile(path: string): Promise<number> {
  const { stat } = await nodeModule("node:fs/promises");
  const found = await stat(path);
  if (found.isDirectory()) throw failureOf("EISDIR");
  if (!found.isFile()) throw failureOf("ESPIPE");
  return found.size;
}
