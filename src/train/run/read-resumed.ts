import type { LinearScale } from "../../data/scaling.ts";
import { usageError } from "../../errors.ts";
import { inCurrentNames } from "../../trick/in-current-names.ts";
import type { Instance, Spec } from "../../trick.ts";
import type { Training } from "../prepare/prepare-training.ts";
import { type Place, START } from "../recover/place.ts";
import type { TrainOptions } from "../train-options.ts";
import { demandResumable } from "./demand-resumable.ts";
import { loadRunOf } from "./load-run-of.ts";
import type { RunConfig, RunRecord } from "./run-record.ts";

/** A run to go on with. */
export interface Resumed {
  saved: RunRecord;
  /** Where it stands. */
  place: Place;
  /** It keeps the scaling of its inputs, and that of its targets, if they are scaled. */
  scales: { scale: LinearScale; targetScale: LinearScale | undefined };
}

/**
 * The run to go on with. Loaded when it is asked for.
 * @throws a usage error if something differs that must be the same, and for no more epochs than it has done.
 */
export async function readResumed(
  resume: NonNullable<TrainOptions["resume"]>,
  options: TrainOptions,
  training: Training,
): Promise<Resumed> {
  const run = typeof resume === "string" ? await loadRunOf(training, resume) : resume;
  const saved: RunRecord = { ...run, config: currentConfig(run.config, training) };
  const { scale, targetScale } = demandResumable(saved, training, options);
  const { history, stopped, steps, skippedSteps: skipped, partialEpoch: sums = START.sums } = saved;
  if (history.length >= training.epochs)
    throw usageError({
      where: "train: resume",
      expected: `more epochs than the ${history.length} that the saved run has done`,
      received: String(training.epochs),
      fix: "Ask for more epochs.",
    });
  const step = stepsInEpoch(saved, training);
  // A diverged run counts skipped steps from 0 again: it goes on with something changed.
  const inARow = stopped.reason === "diverged" ? 0 : saved.skippedInARow;
  return {
    saved,
    scales: { scale, targetScale },
    place: { epoch: history.length + 1, step, steps, skipped, inARow, sums },
  };
}

/** How a run was made, as JSON in the names of today. */
function currentConfig(config: RunConfig<Instance | Spec>, training: Training): RunConfig {
  const saved = Object.entries(JSON.parse(JSON.stringify(config)) as RunConfig);
  return Object.fromEntries(
    saved.map(([key, value]) => [key, inCurrentNames(value, training[key as keyof RunConfig])]),
  ) as unknown as RunConfig;
}

/** Steps that were done of an epoch that was not finished. */
function stepsInEpoch(
  { config, history, steps, partialEpoch }: RunRecord,
  { samples, batchSize, progress }: Training,
): number {
  if (partialEpoch === undefined) return 0;
  const before = Math.ceil((config.samples ?? samples) / batchSize);
  const within = steps - history.length * before;
  if (config.samples === undefined || config.samples === samples)
    if (within >= 0 && within <= progress.stepsPerEpoch) return within;
  throw usageError({
    where: "train: resume",
    expected: `the ${config.samples ?? "same number of"} training samples of the saved run, which stopped within an epoch`,
    received: `${samples} samples`,
    fix: "Give the same data to finish the epoch; others may follow after it.",
  });
}
