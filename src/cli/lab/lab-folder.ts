import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runError } from "../../errors.ts";

/**
 * The folder of the built page, in the package that this module belongs to.
 * @throws a run error where it was not built.
 */
export function labFolder(from = fileURLToPath(import.meta.url)): string {
  let root = dirname(from);
  while (!existsSync(join(root, "package.json")) && root !== dirname(root)) root = dirname(root);
  const folder = join(root, "dist", "lab");
  if (existsSync(join(folder, "index.html"))) return folder;
  throw runError({
    where: "lab",
    expected: `the built page in ${folder}`,
    received: existsSync(folder) ? "a folder without index.html" : "no such folder",
    fix: "Run npm run build in a checkout, or install evenkeel anew.",
  });
}
