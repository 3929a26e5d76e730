import { nodeModule } from "../node-module.ts";

/** Makes a folder and those above it that are missing. (Node's own way never ends where a file system makes none: /proc.) */
export async function makeFolder(path: string): Promise<void> {
  const { mkdir, stat } = await nodeModule("node:fs/promises");
  const { dirname } = await nodeModule("node:path");
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory()) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch((error) => {
    if (error.code !== "EEXIST") throw error; // another process made it; or it is a file, which the next open reports
  });
}
