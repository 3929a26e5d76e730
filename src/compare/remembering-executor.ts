import { INTERRUPTED } from "../train/run/failure-of.ts";
import type { Executor } from "./executor.ts";
import { variantChecksum } from "./kept/variant-identity.ts";
import type { PreparedVariant } from "./prepared-variant.ts";
import type { StudyRun } from "./study.ts";

/** Runs by what was trained and the seed, of several studies in turn. */
export type RunMemory = Map<string, StudyRun>;

/** Carries out each run once: what an earlier study with the same memory trained under another name is given again. */
export function rememberingExecutor(executor: Executor, memory: RunMemory): Executor {
  const checksums = new Map<PreparedVariant, string>();
  const checksumOf = (variant: PreparedVariant) => {
    const known = checksums.get(variant) ?? variantChecksum(variant);
    checksums.set(variant, known);
    return known;
  };
  return {
    atOnce: executor.atOnce,
    facts: () => executor.facts(),
    async carryOut(job, onProgress, folder) {
      const key = `${checksumOf(job.variant)} ${job.seed}`;
      const earlier = memory.get(key);
      if (earlier !== undefined) return { ...earlier, variant: job.variant.name };
      const run = await executor.carryOut(job, onProgress, folder);
      // One that an exception or an interruption ended has measured nothing: it is done again.
      if (run.stopped !== undefined && run.failure !== INTERRUPTED) memory.set(key, run);
      return run;
    },
    close: () => executor.close(),
  };
}
