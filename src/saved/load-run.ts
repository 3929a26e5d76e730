import { readFileWhole } from "../files.ts";
import { decodeRun } from "../train/run/read-run-file.ts";
import { rebuildRun } from "../train/run/rebuild-run.ts";
import type { SavedRun } from "../train/run/saved-run.ts";
import { catalogueTricks } from "./catalogue-tricks.ts";
import { loadOptions, type ReadOptions, readOptions } from "./read-options.ts";

/**
 * Reads a run that `run.save` wrote (Node.js): `loadRun("digits.evenkeel")`, and `loadRun(path, { use: [myLayer] })` if
 * layers or initializers of your own are in its model. (`train(…, { resume: path })` takes them from the model.)
 * @throws a run error for a file that is missing, damaged, or of another kind or version.
 * @example
 * const { history, model } = await loadRun("digits.evenkeel");
 */
export async function loadRun(path: string, options?: Pick<ReadOptions, "use">): Promise<SavedRun> {
  const checked = loadOptions("loadRun", path, options);
  return readRun(await readFileWhole(path, "Give the bytes of the file to readRun."), checked);
}

/**
 * A saved run from its bytes, such as those of `run.toBytes()`; see `loadRun`.
 * @param options as an object, or the name of the bytes in errors alone.
 * @throws a run error for bytes that are damaged, or of another kind or version.
 * @example
 * const { history } = readRun(run.toBytes());
 */
export function readRun(bytes: Uint8Array | ArrayBuffer, options?: ReadOptions | string): SavedRun {
  const { where = "saved run", use } = readOptions("readRun", options);
  return rebuildRun(decodeRun(bytes, where), where, catalogueTricks(where, use));
}
