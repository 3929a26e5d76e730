import { EvenkeelError, usageError } from "../../errors.ts";
import { pathIn, removeFile } from "../../files/folders.ts";
import { writeFileWhole } from "../../files.ts";
import type { Training } from "../prepare/prepare-training.ts";
import { START } from "../recover/place.ts";
import type { Resumed } from "../run/read-resumed.ts";
import type { RunRecord } from "../run/run-record.ts";
import { type CheckpointFile, checkpointFiles } from "./checkpoint-files.ts";
import { checkpointOptionsOf } from "./checkpoint-options.ts";
import { CheckpointRecorder } from "./checkpoint-recorder.ts";
import { newestIntact } from "./newest-intact.ts";

/**
 * What saves a run to a folder while it is under way.
 * @throws a usage error for wrong options, and for a folder with another run; a run error for one that cannot be written to.
 */
export async function openCheckpoints(
  given: unknown,
  { now }: Training,
  resumed: Resumed | undefined,
): Promise<CheckpointRecorder> {
  const { path: folder, every, keep } = checkpointOptionsOf(given);
  await demandWritable(folder);
  const found = await demandOwn(folder, resumed?.saved);
  return new CheckpointRecorder({ folder, every, keep, now: () => now() / 1000, from: resumed?.place ?? START, found });
}

/** Makes the folder if it is missing, and writes a file there. */
async function demandWritable(folder: string): Promise<void> {
  const trial = await pathIn(folder, ".evenkeel-trial").catch(() => folder); // without files the next line says so
  await writeFileWhole(trial, "", "Keep what run.toBytes() gives; readRun reads it.");
  await removeFile(trial);
}

/** What was trained is never overwritten: a folder holds checkpoints of one run, and of none that went further. Gives them. */
async function demandOwn(folder: string, resumed: RunRecord | undefined): Promise<CheckpointFile[]> {
  const files = await checkpointFiles(folder);
  if (files.length === 0) return files;
  const refused = (expected: string, received: string, fix: string) =>
    usageError({ where: "train: checkpoint", expected, received, fix });
  if (resumed === undefined)
    throw refused(
      "a folder without checkpoints, as this run is a new one",
      `${folder} with ${files.length} of them, up to step ${files.at(-1)?.steps}`,
      `Go on with that run by resume: "${folder}" (evenkeel resume ${folder}), or choose another folder.`,
    );
  const newest = await newestIntact(folder).catch((error: unknown) => {
    if (error instanceof EvenkeelError) return undefined; // nothing there can be read
    throw error;
  });
  if (newest === undefined) return files;
  const { steps, history } = newest.run;
  const [there, here] = [history, resumed.history.slice(0, history.length)].map((rows) => JSON.stringify(rows));
  if (steps > resumed.steps || there !== here)
    throw refused(
      "the folder of the run that goes on, whose newest checkpoint is not further than it",
      `${folder}, whose newest is ${steps > resumed.steps ? `step ${steps}, beyond step ${resumed.steps}` : "of another run"}`,
      `Go on from there by resume: "${folder}", or choose another folder.`,
    );
  return files;
}
