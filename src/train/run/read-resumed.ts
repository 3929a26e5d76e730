import type { LinearScale } from "../../data/scaling.ts";
import { usageError } from "../../errors.ts";
import { sayOnce } from "../../say-once.ts";
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
  demandMore("epochs", history.length, training.epochs);
  if (training.maxSteps !== undefined) demandMore("steps", steps, training.maxSteps);
  const step = stepsInEpoch(saved, training);
  sayOnce([...differences(saved, training), ...unused(options)]);
  // A diverged run counts skipped steps from 0 again: it goes on with something changed.
  const inARow = stopped.reason === "diverged" ? 0 : saved.skippedInARow;
  return {
    saved,
    scales: { scale, targetScale },
    place: { epoch: history.length + 1, step, steps, skipped, inARow, sums },
  };
}

const FLAGS = { epochs: "epochs, --epochs", steps: "maxSteps, --max-steps" };

/** @throws a usage error if a run is finished. */
function demandMore(what: "epochs" | "steps", done: number, asked: number): void {
  if (asked > done) return;
  throw usageError({
    where: "train: resume",
    expected: `more ${what} than the ${done} that the saved run has done`,
    received: String(asked),
    fix: `Ask for more ${what} (${FLAGS[what]}): they are counted from the beginning of the run.`,
  });
}

/** What is not as it was and is followed all the same, in sentences. */
function differences({ config, history }: RunRecord, { samples, chunk, dataChecksum, data }: Training): string[] {
  const hints: string[] = [];
  const before = config.samples ?? samples;
  if (before !== samples) hints.push(`The run goes on with ${samples} training samples; it had ${before}.`);
  else if (differ(config.dataChecksum, dataChecksum)) hints.push("The run goes on with other training samples.");
  if (isStreamed(config.chunk) !== isStreamed(chunk))
    hints.push(
      `The training set is ${isStreamed(chunk) ? "now" : "no longer"} streamed: from here on, in another order.`,
    );
  const measured = history.at(-1)?.validation !== undefined;
  if (history.length > 0 && measured !== (data.validation !== undefined))
    hints.push(
      `The run had ${measured ? "a" : "no"} validation set and now has ${measured ? "none" : "one"}: what goes by a measure compares the two sets.`,
    );
  return hints;
}

/** What a run that goes on does not look at. */
function unused({ weights, strict }: TrainOptions): string[] {
  if (weights === undefined && strict !== true) return [];
  const name = weights === undefined ? "strict" : "weights";
  return [`${name} is not used: a run that goes on has its own weights. Leave resume out to begin another with them.`];
}

/** Whether two checksums are known, and are not the same. */
function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

function isStreamed(chunk: number | undefined): boolean {
  return chunk !== undefined;
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
  { samples, batchSize, progress, chunk, dataChecksum }: Training,
): number {
  if (partialEpoch === undefined) return 0;
  const before = Math.ceil((config.samples ?? samples) / batchSize);
  const within = steps - history.length * before;
  const fits = within >= 0 && within <= progress.stepsPerEpoch;
  const isSameData = (config.samples ?? samples) === samples && !differ(config.dataChecksum, dataChecksum);
  if (fits && isSameData && config.chunk === chunk) return within;
  throw usageError({
    where: "train: resume",
    expected: `the ${config.samples ?? "same number of"} training samples of the saved run${orderOf(config.chunk)}, which stopped within an epoch`,
    received: isSameData || config.samples !== samples ? `${samples} samples${orderOf(chunk)}` : `${samples} others`,
    fix: "Give the same data to finish the epoch; others may follow after it.",
  });
}

function orderOf(chunk: number | undefined): string {
  return chunk === undefined ? "" : ` in chunks of ${chunk}`;
}
