import { usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import type { OwnTricks } from "../../recipe/own-tricks.ts";
import { importModule } from "../import-module.ts";

/** Your own tricks from a module: those of its export `use`, else all that it exports. */
export async function readTricks(file: string): Promise<OwnTricks> {
  const exports = await importModule(file, `--use ${file}`, "a module that this Node.js can import");
  const { use = Object.values(exports) } = exports;
  const tricks = (Array.isArray(use) ? use : [use]).filter((one) => Object(one).definition !== undefined);
  if (tricks.length > 0) return tricks as OwnTricks;
  throw usageError({
    where: `--use ${file}`,
    expected: "a module that exports your own tricks, as defineLayer and the like make them",
    received: `exports ${show(Object.keys(exports))}`,
  });
}
