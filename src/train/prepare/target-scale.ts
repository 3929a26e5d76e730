import { isBounded } from "../../data/checks/output-ranges.ts";
import type { Values } from "../../data/dataset.ts";
import { fitTargetScale } from "../../data/fit-target-scale.ts";
import { placesOf } from "../../data/layout.ts";
import { rowScale } from "../../data/row-scale.ts";
import { type LinearScale, rangeOf, type Scaling, UNSCALED } from "../../data/scaling.ts";
import type { Task } from "../../data/task.ts";
import { taskOf } from "../../data/task-of.ts";
import { usageError } from "../../errors.ts";
import { lastLayersOf } from "../../model/checks/last-layers.ts";
import type { BuiltLayer, Layer } from "../../model/layer.ts";
import type { Head } from "./heads-of.ts";

/** What the targets of a run are, and what learns them. */
interface Learned {
  task: Task;
  heads: readonly Head[];
  layer: Layer;
  model: Pick<BuiltLayer, "outputs">;
}

/**
 * How targets are scaled for training, as a scale of outputs; undefined where they stay as they are. By default they are
 * standardized where a loss compares real numbers with outputs of any size, unless all are one number, or so far apart that
 * float32 has no scale. Of several heads each is scaled by itself, and those that are no real numbers stay.
 * @throws a usage error for a scaling of classes or probabilities alone.
 */
export function targetScaleOf(
  { task, heads, layer, model: { outputs = [] } }: Learned,
  asked: Scaling | "none" | undefined,
): LinearScale | undefined {
  if (asked === "none") return undefined;
  const numbers = heads.filter((head) => isOfNumbers(head, task));
  if (asked !== undefined && numbers.length === 0)
    throw usageError({
      where: "train: targetScaling",
      expected: `"none", because ${whyNone(heads, task)}`,
      received: `${asked.name}()`,
      fix: "Leave targetScaling out.",
    });
  const scaled = numbers.filter((head) => asked !== undefined || isScaledByDefault(head, layer));
  const scales = new Map(scaled.map(({ name, data }) => [name, fitTargetScale(data, asked)]));
  if (heads[0]?.name === undefined) return scales.get(undefined);
  const all = rowScale(
    outputs.map(({ name }) => scales.get(name) ?? UNSCALED),
    placesOf(outputs),
  );
  return all === UNSCALED ? undefined : all;
}

function isOfNumbers({ name, data, loss }: Head, task: Task): boolean {
  const own = name === undefined ? task : taskOf(data);
  return own === "regression" && loss.targetKind === "values" && loss.predictions === undefined;
}

function isScaledByDefault({ name, data, loss }: Head, layer: Layer): boolean {
  const bounded = lastLayersOf(layer, false, name).some((last) => isBounded(last.name));
  return loss.comparesNumbers === true && !bounded && isScalable(data.train.targets);
}

function whyNone(heads: readonly Head[], task: Task): string {
  const [{ name, loss }] = heads;
  if (name !== undefined) return "no output learns real numbers";
  return task === "regression" ? `${loss.name} compares no real numbers` : `the task is ${task}`;
}

/** Whether targets differ, and one over their range is a normal number of float32. */
function isScalable({ data }: Values): boolean {
  const { low, high } = rangeOf(data);
  return low < high && high - low < LARGEST_RANGE;
}

/** 1 / range is at least the smallest normal number of float32. */
const LARGEST_RANGE = 2 ** 126;
