import { isFolder } from "../../files/folders.ts";
import { readFileWhole } from "../../files.ts";
import type { Found } from "../checkpoint/newest-intact.ts";
import { decodeRun } from "./read-run-file.ts";

/** The run of a file or, of a folder, that of its newest checkpoint that is whole, as it stands there. */
export async function savedRunAt(path: string): Promise<Found> {
  if (await isFolder(path)) return (await import("../checkpoint/newest-intact.ts")).newestIntact(path);
  return { path, run: decodeRun(await readFileWhole(path, "Give what readRun makes of the bytes."), path) };
}
