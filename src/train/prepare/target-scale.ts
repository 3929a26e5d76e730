import { isBounded } from "../../data/checks/output-ranges.ts";
import type { Dataset, Values } from "../../data/dataset.ts";
import { fitTargetScale } from "../../data/fit-target-scale.ts";
import { type LinearScale, rangeOf, type Scaling } from "../../data/scaling.ts";
import type { Task } from "../../data/task.ts";
import { usageError } from "../../errors.ts";
import type { Loss } from "../../model/loss.ts";

/** What the targets of a run are, and what learns them. */
interface Learned {
  data: Dataset;
  task: Task;
  loss: Loss;
  /** The names of the layers that make the outputs. */
  lastLayers: readonly string[];
}

/**
 * How targets are scaled for training; undefined where they stay as they are. By default they are standardized where a loss
 * compares real numbers with outputs of any size, unless all are one number, or so far apart that float32 has no scale.
 * @throws a usage error for a scaling of classes or probabilities.
 */
export function targetScaleOf(
  { data, task, loss, lastLayers }: Learned,
  asked: Scaling | "none" | undefined,
): LinearScale | undefined {
  if (asked === "none") return undefined;
  const numbers = task === "regression" && loss.targetKind === "values" && loss.predictions === undefined;
  if (asked === undefined) {
    const unbounded = numbers && loss.comparesNumbers === true && !lastLayers.some(isBounded);
    return unbounded && isScalable(data.train.targets) ? fitTargetScale(data) : undefined;
  }
  if (loss.heads !== undefined)
    throw usageError({
      where: "train: targetScaling",
      expected: '"none" for several outputs, whose targets stay as they are',
      received: `${asked.name}()`,
      fix: "Scale the targets before they are given, or weigh the losses.",
    });
  if (numbers) return fitTargetScale(data, asked);
  throw usageError({
    where: "train: targetScaling",
    expected: `"none", because ${task === "regression" ? `${loss.name} compares no real numbers` : `the task is ${task}`}`,
    received: `${asked.name}()`,
    fix: "Leave targetScaling out.",
  });
}

/** Whether targets differ, and one over their range is a normal number of float32. */
function isScalable({ data }: Values): boolean {
  const { low, high } = rangeOf(data);
  return low < high && high - low < LARGEST_RANGE;
}

/** 1 / range is at least the smallest normal number of float32. */
const LARGEST_RANGE = 2 ** 126;
