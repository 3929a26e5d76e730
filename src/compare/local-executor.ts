import type { TrainOptions } from "../train/train-options.ts";
import type { Executor } from "./executor.ts";
import { studyRun } from "./study-run.ts";

/** Carries out runs in this process, each by a thread of its own. */
export function localExecutor(atOnce: number, host: Partial<TrainOptions>): Executor {
  return {
    atOnce,
    facts: () => ({ parallel: atOnce }),
    carryOut: ({ variant, seed }, onProgress, folder) => studyRun(variant, seed, { ...host, onProgress }, folder),
    async close() {},
  };
}
