import { INTERRUPTED } from "../train/run/failure-of.ts";
import type { CompareProgress } from "./compare-progress.ts";
import type { Executor, RunJob } from "./executor.ts";
import { inParallel } from "./in-parallel.ts";
import { keptStudy, keyOf } from "./kept/kept-study.ts";
import { variantChecksum } from "./kept/variant-identity.ts";
import type { PreparedVariant } from "./prepared-variant.ts";
import { progressReporter } from "./progress-reporter.ts";
import { NOT_BEGUN } from "./run-outcome.ts";
import type { StudyRun } from "./study.ts";
import type { StudyEngine } from "./study-engine.ts";

/** What asks for the runs of a study, as many times as it needs to: first those that are planned, later more of them. */
export interface Execution {
  /**
   * The runs of these jobs, in their order: those that were kept at once, others as soon as they are carried out. A run that
   * failed is a result. After an interruption, others are "interrupted before it began". One call at a time.
   */
  execute(jobs: readonly RunJob[]): Promise<StudyRun[]>;
  /** How many of the runs asked for so far an earlier call had done. */
  readonly doneBefore: number;
  /** What computed the runs, in words: where some were kept, what computed those too. */
  readonly engine: string;
  /** Ends it, however the study ended. What is kept stays. */
  close(): Promise<void>;
}

/** What a study is executed by. */
export interface ExecutionOptions {
  /** Those that the study is known by; runs of others may be asked for too. */
  variants: readonly PreparedVariant[];
  executor: Executor;
  engine: StudyEngine;
  /** The folder that keeps runs. */
  checkpoint: string | undefined;
  onProgress: (progress: CompareProgress) => void;
  /** Since the study began. */
  seconds: () => number;
}

/** Begins to execute a study, and closes the executor if it cannot. @throws as `KeptRuns.open`. */
export async function openExecution(options: ExecutionOptions): Promise<Execution> {
  const { variants, executor, engine, checkpoint, onProgress, seconds } = options;
  const kept =
    checkpoint === undefined
      ? undefined
      : await keptStudy(checkpoint, variants, engine).catch(async (error) => {
          await executor.close();
          throw error;
        });
  const known = new Set(variants);
  const reporter = progressReporter(onProgress, seconds, variants[0].units);
  // Variants that were added later are known by all that they are, since the study is not.
  const keyFor = ({ variant, seed }: RunJob) =>
    keyOf({ variant: variant.name, seed }, known.has(variant) ? undefined : variantChecksum(variant));
  let doneBefore = 0;
  return {
    async execute(jobs) {
      const keyed = jobs.map((job) => ({ job, key: keyFor(job) }));
      const before = keyed.filter(({ key }) => kept?.find(key) !== undefined).length;
      doneBefore += before;
      reporter.expect(jobs.length, before);
      return inParallel(keyed, executor.atOnce, async ({ job, key }): Promise<StudyRun> => {
        const earlier = kept?.find(key);
        if (earlier !== undefined) return earlier;
        const run = await executor.carryOut(job, (progress) => reporter.step(job, progress), kept?.underWay(key));
        // One that an exception ended has measured nothing, and is done again; how a run stopped says that it ended by itself.
        if (run.stopped !== undefined && run.failure !== INTERRUPTED) await kept?.keep(key, run);
        reporter.end(job, run, run.failure !== NOT_BEGUN);
        return run;
      });
    },
    get doneBefore() {
      return doneBefore;
    },
    get engine() {
      return kept?.engine ?? engine.said;
    },
    async close() {
      await executor.close();
      await kept?.close();
    },
  };
}
