import type { MetricUnit } from "../model/metric.ts";
import type { TrainProgress } from "../train/train-options.ts";
import type { StudyRun } from "./study.ts";

/** What `onProgress` of `compare` is given. */
export interface CompareProgress {
  /** Runs that have ended, those of earlier calls among them. */
  done: number;
  /** Runs that an earlier call had done, which `checkpoint` kept. */
  doneBefore: number;
  /** Runs in all: variants × seeds. */
  total: number;
  /** The runs under way. */
  running: { variant: string; seed: number; progress: TrainProgress }[];
  /** The run that has just ended. */
  finished?: StudyRun;
  /** Seconds. */
  elapsed: number;
  /** Estimated seconds left at this speed; absent before anything is known. */
  remaining?: number;
  /** The unit of each metric by its name: a share is shown in percent. */
  units: Readonly<Record<string, MetricUnit>>;
}
