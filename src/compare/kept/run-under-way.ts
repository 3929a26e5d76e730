import { EvenkeelError } from "../../errors.ts";
import { removeFile, removeFolder } from "../../files/folders.ts";
import { writeFileWhole } from "../../files.ts";
import { sayOnce } from "../../say-once.ts";
import { checkpointFiles } from "../../train/checkpoint/checkpoint-files.ts";
import { newestIntact } from "../../train/checkpoint/newest-intact.ts";
import type { RunDescription } from "../../train/run/read-run-file.ts";
import type { TrainOptions } from "../../train/train-options.ts";

/** How a run is saved while it is under way, and what is there of it. */
export interface UnderWay {
  options: Pick<TrainOptions, "checkpoint" | "resume">;
  /** It had ended, and was only not written down. */
  ended?: RunDescription;
}

/** What there is of a run in the folder for its checkpoints. Where nothing can be written, it goes without. */
export async function runUnderWay(path: string): Promise<UnderWay> {
  const trial = `${path}/trial`;
  try {
    await writeFileWhole(trial, "");
    await removeFile(trial);
  } catch (error) {
    sayOnce([`Runs under way are not saved. ${(error as Error).message}`]);
    return { options: {} };
  }
  const checkpoint = { path, keep: 2 };
  if ((await checkpointFiles(path)).length === 0) return { options: { checkpoint } };
  try {
    const { run } = await newestIntact(path);
    if (run.stopped.reason !== "aborted") return { options: {}, ended: run };
    return { options: { checkpoint, resume: path } };
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    sayOnce([`A run begins again, since none of its checkpoints is whole. ${error.message}`]);
    await removeFolder(path);
    return { options: { checkpoint } };
  }
}
