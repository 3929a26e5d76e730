import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/**
 * A file of a build, by what a client asks for. Only what stands in the folder itself is found: names are compared as they
 * are and nothing in them is decoded, so no name leads out of it. Links in the folder are no files.
 */
export async function builtFile(folder: string, target: string): Promise<{ name: string; bytes: Buffer } | undefined> {
  const path = target.replace(/[?#].*$/s, "");
  const name = path === "/" ? "index.html" : path.slice(1);
  if (!path.startsWith("/") || !(await namesIn(folder)).includes(name)) return undefined;
  try {
    return { name, bytes: await readFile(join(folder, name)) };
  } catch {
    return undefined; // taken away by a new build
  }
}

/** "lab.js", "parts/a.js" */
async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join("/"));
}
