import type { TrainProgress } from "../train/train-options.ts";
import type { PreparedVariant } from "./prepared-variant.ts";
import type { StudyRun } from "./study.ts";

/** One run that is wanted. */
export interface RunJob {
  variant: PreparedVariant;
  seed: number;
}

/** What carries out single runs: this process, or workers that a queue reaches. The bits of a run do not depend on it. */
export interface Executor {
  /** How many runs it is given at a time. */
  readonly atOnce: number;
  /** How many runs there were at a time so far, and the workers of a queue that had a part in it. */
  facts(): { parallel: number; workers?: number };
  /**
   * Carries out one run. A run that fails is a result.
   * @param folder where it may be saved while it is under way, and goes on from.
   * @throws a usage error for a mistake in what was asked for, which ends the study.
   */
  carryOut(job: RunJob, onProgress: (progress: TrainProgress) => void, folder?: string): Promise<StudyRun>;
  close(): Promise<void>;
}
