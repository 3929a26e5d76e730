import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import type { OwnTricks } from "../../recipe/own-tricks.ts";

/** Your own tricks from a module: those of its export `use`, else all that it exports. */
export async function readTricks(file: string): Promise<OwnTricks> {
  const exports = await imported(file);
  const { use = Object.values(exports) } = exports;
  const tricks = (Array.isArray(use) ? use : [use]).filter((one) => Object(one).definition !== undefined);
  if (tricks.length > 0) return tricks as OwnTricks;
  throw usageError({
    where: `--use ${file}`,
    expected: "a module that exports your own tricks, as defineLayer and the like make them",
    received: `exports ${show(Object.keys(exports))}`,
  });
}

async function imported(file: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(resolve(file)).href)) as Record<string, unknown>;
  } catch (cause) {
    throw usageError({
      where: `--use ${file}`,
      expected: "a module that this Node.js can import",
      received: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}
