import { pathIn } from "../../files/folders.ts";
import { namesIn } from "../../files.ts";

/** A checkpoint in a folder. */
export interface CheckpointFile {
  path: string;
  /** The steps after which it was made. */
  steps: number;
}

/** The name of the checkpoint after so many steps, by which files are sorted as they were made. */
export function checkpointName(steps: number): string {
  return `${String(steps).padStart(9, "0")}.evenkeel`;
}

/** The checkpoints in a folder, from the first to the last; of the folder of a run, those in its folder `checkpoints`. */
export async function checkpointFiles(folder: string): Promise<CheckpointFile[]> {
  const names = await namesIn(folder);
  const found: CheckpointFile[] = [];
  for (const name of names) {
    const [, steps] = /^(\d{9,})\.evenkeel$/.exec(name) ?? [];
    if (steps !== undefined) found.push({ path: await pathIn(folder, name), steps: Number(steps) });
  }
  if (found.length === 0 && names.includes("checkpoints")) return checkpointFiles(await pathIn(folder, "checkpoints"));
  return found.sort((a, b) => a.steps - b.steps);
}
