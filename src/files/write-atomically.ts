import { nodeModule } from "../node-module.ts";
import { type Destination, destination } from "./destination.ts";
import { makeFolder } from "./make-folder.ts";
import { removeLeftovers, temporaryBeside } from "./temporary.ts";
import { writeInPlace } from "./write-in-place.ts";

/**
 * Writes a file whole or not at all: to a temporary file beside it, which takes its place once it is on the disk. Several
 * processes may write the same file at once. Missing folders are made; on failure the temporary file is removed, and what
 * writers left that were killed goes too. A link stays, and the file that it leads to is replaced; mode and owner of an
 * earlier file are kept. What is no file (a pipe, a device, standard output) is written to in place.
 */
export async function writeAtomically(path: string, content: Uint8Array | string, signal?: AbortSignal): Promise<void> {
  const { open, rename, rm } = await nodeModule("node:fs/promises");
  const { dirname } = await nodeModule("node:path");
  signal?.throwIfAborted();
  const to = await destination(path);
  if (to.kind !== "file") return writeInPlace(to, content, signal);
  await makeFolder(dirname(to.path));
  await removeLeftovers(to.path);
  const temporary = await temporaryBeside(to.path);
  try {
    const file = await open(temporary, "wx", to.before === undefined ? 0o666 : 0o600);
    try {
      await keepOwner(file, to);
      await file.writeFile(content, signal === undefined ? {} : { signal });
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, to.path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {}); // what failed first is told
    signal?.throwIfAborted();
    throw error;
  }
  await flushFolder(dirname(to.path));
}

interface Owned {
  stat(): Promise<{ uid: number; gid: number }>;
  chown(uid: number, gid: number): Promise<void>;
  chmod(mode: number): Promise<void>;
}

/** Gives a new file the owner, as far as one may, and the mode of the file that it replaces. */
async function keepOwner(file: Owned, { before }: Extract<Destination, { kind: "file" }>): Promise<void> {
  if (before === undefined) return;
  const { uid, gid } = await file.stat();
  if (gid !== before.gid) await file.chown(uid, before.gid).catch(() => {});
  if (uid !== before.uid) await file.chown(before.uid, before.gid).catch(() => {});
  await file.chmod(before.mode & 0o7777);
}

/**
 * So that the new name is on the disk as well. Not every system can.
 * @throws where the disk fails, as the machine would, with `inPlace`: the file is there.
 */
async function flushFolder(path: string): Promise<void> {
  const { open } = await nodeModule("node:fs/promises");
  const folder = await open(path, "r").catch(() => undefined);
  try {
    await folder?.sync();
  } catch (error) {
    if (OF_A_DISK.has((error as { code: string }).code)) throw Object.assign(error as Error, { inPlace: true });
  } finally {
    await folder?.close().catch(() => {});
  }
}

const OF_A_DISK: ReadonlySet<string> = new Set(["EIO", "ENOSPC", "EDQUOT"]);
