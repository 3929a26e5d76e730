import { nodeModule } from "../../node-module.ts";

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
  const { readdir } = await nodeModule("node:fs/promises");
  const { join } = await nodeModule("node:path");
  const names = await readdir(folder);
  const found = names.flatMap((name) => {
    const [, steps] = /^(\d{9,})\.evenkeel$/.exec(name) ?? [];
    return steps === undefined ? [] : [{ path: join(folder, name), steps: Number(steps) }];
  });
  if (found.length === 0 && names.includes("checkpoints")) return checkpointFiles(join(folder, "checkpoints"));
  return found.sort((a, b) => a.steps - b.steps);
}
