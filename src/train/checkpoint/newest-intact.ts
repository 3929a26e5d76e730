import { EvenkeelError, runError, usageError } from "../../errors.ts";
import { readFileWhole } from "../../files.ts";
import { sayOnce } from "../../say-once.ts";
import { decodeRun, type RunDescription } from "../run/read-run-file.ts";
import { checkpointFiles } from "./checkpoint-files.ts";

/** A run as it stands in a file. */
export interface Found {
  path: string;
  run: RunDescription;
}

/**
 * The newest checkpoint of a folder that is whole; those that are not are named in a hint.
 * @throws a usage error for a folder without checkpoints; a run error, which names each, if none is whole.
 */
export async function newestIntact(folder: string): Promise<Found> {
  const files = await checkpointFiles(folder);
  const damaged: string[] = [];
  for (const { path } of files.reverse()) {
    try {
      const run = decodeRun(await readFileWhole(path), path);
      if (damaged.length > 0)
        sayOnce([
          `Not used, since they cannot be read: ${damaged.join("; ")}. The newest whole checkpoint is ${path}.`,
        ]);
      return { path, run };
    } catch (error) {
      if (!(error instanceof EvenkeelError)) throw error;
      damaged.push(`${path} (expected ${error.facts.expected}, received ${error.facts.received})`);
    }
  }
  if (damaged.length === 0)
    throw usageError({
      where: folder,
      expected: "a folder with checkpoints, such as 000001000.evenkeel",
      received: "none",
      fix: "Give the folder that checkpoint (--checkpoint) named.",
    });
  throw runError({
    where: folder,
    expected: "a checkpoint that is whole",
    received: damaged.join("; "),
    fix: "All of them are damaged: use a copy of the folder.",
  });
}
