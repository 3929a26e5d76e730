import { nodeModule } from "../node-module.ts";
import { checksum } from "./checksum.ts";

const A_DAY = 24 * 60 * 60 * 1000;

/**
 * A new name beside a file for what is to take its place. It is short whatever the file's name, and says for which file,
 * on which machine and by which process it was made.
 */
export async function temporaryBeside(path: string): Promise<string> {
  const { dirname, join } = await nodeModule("node:path");
  const { ours } = await namesFor(path);
  return join(dirname(path), `${ours}-${globalThis.crypto.randomUUID().slice(0, 8)}.part`);
}

/**
 * Removes what writers of a file left beside it when they were killed. What a living process may still be writing stays:
 * that of a process of this machine as long as it lives, and that of another machine for a day.
 */
export async function removeLeftovers(path: string): Promise<void> {
  const { basename, dirname } = await nodeModule("node:path");
  const { file } = await namesFor(path);
  const former = `${basename(path)}.`; // of 0.1.0
  await removeAbandoned(dirname(path), (name) => name.startsWith(file) || name.startsWith(former));
}

/** The same for all files of a folder, where each save has a name of its own. */
export async function removeLeftoversIn(folder: string): Promise<void> {
  await removeAbandoned(folder, () => true);
}

async function removeAbandoned(folder: string, isMeant: (name: string) => boolean): Promise<void> {
  const { readdir, rm, stat } = await nodeModule("node:fs/promises");
  const { join } = await nodeModule("node:path");
  const { machine } = await namesFor(folder);
  for (const name of await readdir(folder).catch(() => [])) {
    const [, host, process] = /^\.evenkeel-[\da-f]{8}-([\da-f]{8})-(\d+)-[\da-f]{8}\.part$/.exec(name) ?? [];
    const former = /\.[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\.part$/.test(name);
    if (!isMeant(name) || !(former || host !== undefined)) continue;
    const leftover = join(folder, name);
    const written = (await stat(leftover).catch(() => undefined))?.mtimeMs ?? Date.now();
    const abandoned = Date.now() - written > A_DAY || (host === machine && !mayWrite(Number(process), written));
    if (abandoned) await rm(leftover, { force: true }).catch(() => {});
  }
}

async function namesFor(path: string): Promise<{ file: string; machine: string; ours: string }> {
  const { basename } = await nodeModule("node:path");
  const { hostname } = await nodeModule("node:os");
  const [named, machine] = [basename(path), hostname()].map(checksum);
  const file = `.evenkeel-${named}-`;
  return { file, machine, ours: `${file}${machine}-${process.pid}` };
}

/** Whether a process of this machine lives that may have written at that time; a number is given again to later ones. */
function mayWrite(id: number, written: number): boolean {
  if (id === process.pid) return written >= Date.now() - process.uptime() * 1000 - 1000;
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as { code?: string }).code === "EPERM"; // there, and another user's
  }
}
