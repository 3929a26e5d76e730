import { randomUUID } from "node:crypto";
import { realpath, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { EvenkeelError, runError } from "../errors.ts";

/** A file that a command writes when its work is done. */
export interface OutputFile {
  path: string;
  /** Writes it; what goes wrong is given back, so that the results can be told all the same. */
  write(work: (path: string) => Promise<void>): Promise<EvenkeelError | undefined>;
}

/**
 * A place to write to, tried before the work begins.
 * @throws a run error for a folder, and for a place where nothing can be written.
 */
export async function outputFile(given: string): Promise<OutputFile> {
  try {
    const path = resolve(given);
    await probe(given, path);
    return { path, write: (work) => attempt(path, work) };
  } catch (error) {
    throw unwritable(given, error);
  }
}

/** Writes some bytes beside the place, and takes them away again. Devices and pipes are what they are. */
async function probe(given: string, path: string): Promise<void> {
  const found = await stat(path).catch(absent);
  if (found?.isDirectory() || /[\\/]$/.test(given)) throw new Error("a folder");
  if (found !== undefined && !found.isFile()) return;
  const folder = await nearestFolder(dirname(found === undefined ? path : await realpath(path)));
  const trial = join(folder, `.evenkeel-${randomUUID()}`);
  try {
    await writeFile(trial, new Uint8Array(4096), { flag: "wx" });
  } finally {
    await rm(trial, { force: true });
  }
}

/** The folder itself, or the one that it will be made in. */
async function nearestFolder(folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    const found = await stat(at).catch(absent);
    if (found?.isDirectory()) return at;
    if (found !== undefined) throw new Error(`${at} is a file, not a folder`);
    if (at === dirname(at)) throw new Error(`there is no ${at}`);
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT" && error.code !== "ENOTDIR") throw error;
}

async function attempt(path: string, work: (path: string) => Promise<void>): Promise<EvenkeelError | undefined> {
  try {
    await work(path);
    return undefined;
  } catch (error) {
    return error instanceof EvenkeelError ? error : unwritable(path, error);
  }
}

function unwritable(where: string, cause: unknown): EvenkeelError {
  return runError({
    where: where === "" ? '""' : where,
    expected: "a file that can be written",
    received: cause instanceof Error ? cause.message : String(cause),
    fix: "Choose another place, or free some space.",
    cause,
  });
}
