import { nodeModule } from "../node-module.ts";
import { failureOf } from "./failures.ts";

/** What stands at the end of a path: a file, or the place of one; something that is only written to; an open descriptor. */
export type Destination =
  | { kind: "file"; path: string; before?: { mode: number; uid: number; gid: number } | undefined }
  | { kind: "stream"; path: string; pipe: boolean }
  | { kind: "descriptor"; descriptor: number };

const MOST_LINKS = 40;

/**
 * Where a path leads when it is written to. Links are followed, also those to a file that is not there yet.
 * @throws as the machine would, for a folder, and for a file that must not be written to.
 */
export async function destination(path: string): Promise<Destination> {
  const { access, constants, lstat, readlink, realpath } = await nodeModule("node:fs/promises");
  const { basename, dirname, isAbsolute, join } = await nodeModule("node:path");
  if (/[/\\]$/.test(path) && basename(path) !== path) throw failureOf("EISDIR");
  let place = path;
  for (let links = 0; links <= MOST_LINKS; links++) {
    const folder = await realpath(dirname(place)).catch(() => dirname(place));
    place = join(folder, basename(place));
    const [, owner, descriptor] = /^\/proc\/(\d+)(?:\/task\/\d+)?\/fd\/(\d+)$/.exec(place) ?? [];
    if (Number(owner) === process.pid) return { kind: "descriptor", descriptor: Number(descriptor) };
    const found = await lstat(place).catch((error) => {
      if (error.code !== "ENOENT") throw error;
      return undefined;
    });
    if (found === undefined) return { kind: "file", path: place };
    if (found.isDirectory()) throw failureOf("EISDIR");
    if (!found.isSymbolicLink()) await access(place, constants.W_OK);
    if (found.isFile()) return { kind: "file", path: place, before: found };
    if (!found.isSymbolicLink()) return { kind: "stream", path: place, pipe: found.isFIFO() };
    const link = await readlink(place);
    place = isAbsolute(link) ? link : join(folder, link);
  }
  throw failureOf("ELOOP");
}
