import { nodeModule } from "../node-module.ts";

/** Whether a path leads to a folder; never where there are no files. */
export async function isFolder(path: string): Promise<boolean> {
  const files = await nodeModule("node:fs/promises").catch(() => undefined);
  return (await files?.stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** The path of a name in a folder. */
export async function pathIn(folder: string, name: string): Promise<string> {
  return (await nodeModule("node:path")).join(folder, name);
}

/** Removes a file, if it is there. */
export async function removeFile(path: string): Promise<void> {
  await (await nodeModule("node:fs/promises")).rm(path, { force: true });
}

/** Removes a folder with all that is in it, as far as that is possible. */
export async function removeFolder(path: string): Promise<void> {
  await (await nodeModule("node:fs/promises")).rm(path, { recursive: true, force: true }).catch(() => {});
}

/** Removes a folder if nothing is in it. */
export async function removeEmptyFolder(path: string): Promise<void> {
  await (await nodeModule("node:fs/promises")).rmdir(path).catch(() => {});
}
