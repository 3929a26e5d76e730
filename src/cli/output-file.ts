import { randomUUID } from "node:crypto";
import { realpath, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { errorText } from "../error-text.ts";
import { EvenkeelError, runError } from "../errors.ts";

/** A file that a command writes at the end of its work. */
export interface OutputFile {
  path: string;
  /** Writes it, and returns an error instead of throwing it, so that results can still be printed. */
  write(work: (path: string) => Promise<void>): Promise<EvenkeelError | undefined>;
}

/**
 * A file to write to, tested before the work begins.
 * @throws a run error for a folder, and for a place that is not writable.
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

/** Writes some bytes next to the file, and removes them. Devices and pipes are not tested. */
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

/** The folder itself, or the nearest parent that exists. */
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
    received: errorText(cause),
    fix: "Choose another place, or free some space.",
    cause,
  });
}
