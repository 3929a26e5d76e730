import type { Training } from "../prepare/prepare-training.ts";
import type { Recorder } from "../recorder.ts";
import type { RunRecord } from "../run/run-record.ts";
import { RunFolder } from "./folder/run-folder.ts";
import { logTargets } from "./log-target.ts";
import { TensorBoardLog } from "./tensorboard/tensorboard-log.ts";

/** The logs that are asked for; those of a run that goes on go on too. */
export async function openLogs(
  log: string | readonly string[],
  training: Training,
  saved: RunRecord | undefined,
): Promise<Recorder[]> {
  const logs: Recorder[] = [];
  try {
    for (const { kind, path } of logTargets(log))
      logs.push(await (kind === "folder" ? RunFolder : TensorBoardLog).open(path, training, saved));
    return logs;
  } catch (error) {
    for (const one of logs) await one.close?.();
    throw error;
  }
}
