import { batches } from "../data/batches.ts";
import type { Measures, Stopped } from "./history.ts";
import { Means, type Sums } from "./means.ts";
import type { StepResult, TrainingSession } from "./session.ts";
import type { Training } from "./training.ts";

/** Milliseconds that the engine computes before it reports. */
const REPORT_EVERY = 100;
/** Steps that the engine is told at most before it reports. */
const MOST_AT_ONCE = 64;
/** Steps in a row with a loss or gradient that is not finite, after which the run has diverged. */
const DIVERGED_AFTER = 10;

export interface EpochResult {
  /** Means over the epoch, weighted by the sizes of its batches. */
  train: Measures;
  /** Steps that were done, those before `from` included. */
  steps: number;
  /** What those means are made of. */
  sums: Sums;
  /** Why the epoch was not finished. */
  stopped?: Stopped;
}

/** Steps that were not taken, since their loss or gradient was not finite. */
export interface Skipped {
  inAll: number;
  inARow: number;
}

/** One pass over the training part in its own random order, from step `from` on; `sums` are those of the steps before. */
export async function trainEpoch(
  session: TrainingSession,
  { samples, batchSize, seed, progress: { stepsPerEpoch }, signal, now }: Training,
  { epoch, from, sums }: { epoch: number; from: number; sums?: Sums | undefined },
  skipped: Skipped,
  report: (step: number, train: Measures) => void,
): Promise<EpochResult> {
  const order = [...batches(samples, batchSize, { seed, epoch })];
  const means = new Means(sums);
  let atOnce = 1;
  let stopped: Stopped | undefined;
  let step = from;

  while (step < order.length && stopped === undefined) {
    if (signal?.aborted) {
      stopped = { reason: "aborted", epoch: epoch - 1 };
      break;
    }
    const some = order.slice(step, step + atOnce);
    const started = now();
    const results = await session.step(some, (epoch - 1) * stepsPerEpoch + step);
    results.forEach((result, i) => {
      if (result.finite === 1) means.add(result, some[i].length);
      else skipped.inAll++;
      skipped.inARow = result.finite === 1 ? 0 : skipped.inARow + 1;
    });
    step += some.length;
    const perStep = (now() - started) / some.length;
    atOnce = Math.max(1, Math.min(MOST_AT_ONCE, Math.round(REPORT_EVERY / (perStep + 1e-3))));
    if (skipped.inARow >= DIVERGED_AFTER)
      stopped = divergence(epoch, step, skipped.inARow, results.at(-1) as StepResult);
    report(step, means.values);
  }
  return { train: means.values, sums: means.sums, steps: step, ...(stopped === undefined ? {} : { stopped }) };
}

function divergence(epoch: number, step: number, failures: number, { loss, gradientNorm }: StepResult): Stopped {
  const what = Number.isFinite(loss) ? `the gradient's norm was ${gradientNorm}` : `the loss was ${loss}`;
  return {
    reason: "diverged",
    epoch: epoch - 1,
    detail:
      `${what} for ${failures} steps in a row, up to step ${step} of epoch ${epoch}; the weights are ` +
      `${epoch === 1 ? "the first ones" : `those after epoch ${epoch - 1}`}. Try a learning rate ten times smaller, clipByGlobalNorm(1), or inputs scaled to [0, 1].`,
  };
}
