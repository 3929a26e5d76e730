import { readdir, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { usageError } from "../../errors.ts";
import type { OwnTricks } from "../../recipe/own-tricks.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";
import { logOfSaved } from "../../report/log/log-of-saved.ts";
import { loadRun } from "../../saved/load-run.ts";
import { checkpointFiles } from "../../train/checkpoint/checkpoint-files.ts";
import { newestIntact } from "../../train/checkpoint/newest-intact.ts";
import { RUN_FILE } from "../../train/log/folder/logged-run.ts";
import type { RunLog } from "../../train/log/folder/run-log.ts";
import { readLog } from "../../train/log/read-log.ts";
import { readRunFolder } from "../training/run-folder.ts";

/** A run that was found on the disk. */
export interface FoundRun {
  /** What it is called: its path, as it was given. */
  name: string;
  /** Undefined for a single file. */
  folder: string | undefined;
  log: RunLog;
  /** Its recipe, if the folder has one. */
  recipe?: RecipeInput | undefined;
  /** How it was trained: its recipe where there is one. */
  settings: Record<string, unknown>;
}

/**
 * The runs of some paths: folders of a run, folders with such folders in them, and files.
 * @throws a usage error for a path without a run; a run error for one that cannot be read.
 */
export async function foundRuns(paths: readonly string[], use: OwnTricks | undefined): Promise<FoundRun[]> {
  const runs: FoundRun[] = [];
  for (const path of paths.map((given) => given.replace(/(?<=.)[\\/]+$/, ""))) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) runs.push(await savedRun(path, undefined, use));
    else if (found?.isDirectory()) runs.push(...(await runsIn(path, use)));
    else throw noRun(path, "nothing there");
  }
  return runs;
}

async function runsIn(folder: string, use: OwnTricks | undefined): Promise<FoundRun[]> {
  const own = await runIn(folder, use);
  if (own !== undefined) return [own];
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const runs: FoundRun[] = [];
  for (const name of folders) runs.push(...[(await runIn(join(folder, name), use)) ?? []].flat());
  if (runs.length === 0) throw noRun(folder, "a folder without any");
  return runs;
}

/** The run whose log or checkpoints are in a folder, if there is one. */
async function runIn(folder: string, use: OwnTricks | undefined): Promise<FoundRun | undefined> {
  const names = await readdir(folder);
  const { recipe } = await readRunFolder(folder);
  const { use: _, ...plain } = recipe ?? {};
  if (names.includes(RUN_FILE)) {
    const log = await readLog(folder);
    return { name: folder, folder, log, recipe, settings: recipe === undefined ? settingsOf(log) : plain };
  }
  if ((await checkpointFiles(folder)).length === 0) return undefined;
  const { log, settings } = await savedRun((await newestIntact(folder)).path, `${recipe?.data ?? folder}`, use);
  return { name: folder, folder, log, recipe, settings: recipe === undefined ? settings : plain };
}

async function savedRun(path: string, data: string | undefined, use: OwnTricks | undefined): Promise<FoundRun> {
  const name = basename(path, extname(path));
  const run = await loadRun(path, { use });
  const log = logOfSaved(run, data ?? name);
  return { name, folder: undefined, log, settings: settingsOf(log) };
}

function settingsOf({ run: { data, config, model } }: RunLog): Record<string, unknown> {
  return JSON.parse(JSON.stringify({ data, ...config, model }));
}

function noRun(path: string, received: string): Error {
  return usageError({
    where: `report ${path}`,
    expected: "the folder of a run, such as evenkeel train --log or --checkpoint writes, or the file of a saved run",
    received,
  });
}
