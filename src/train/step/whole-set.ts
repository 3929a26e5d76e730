import { type DatasetPart, sampleCount } from "../../data/dataset.ts";
import type { Task } from "../../data/task.ts";
import { sizeOf } from "../../graph/shape.ts";
import { MOST_CLASSES } from "../../model/measuring/confusion-matrix.ts";
import type { Metric } from "../../model/metric.ts";
import { taskOfOutputs } from "../../model/task-of-outputs.ts";
import { type SessionParts, samplesOf } from "./session-parts.ts";

/** What is measured of all outputs of a set together, rather than batch by batch. */
export interface WholeSet {
  task: Task;
  /** The metrics that are. */
  exact: readonly Metric[];
  /** Whether the confusion matrix is made, or those of the outputs of several that have classes. */
  confusion: boolean;
  /** Whether there is anything of this, so that outputs are gathered. */
  gathered: boolean;
  /** Numbers in an output. */
  width: number;
}

/** Outputs that are gathered where means over batches would do too, which are rounded to float32: 16 million. */
const MOST_NUMBERS = 2 ** 24;

/** A test set of classes gets the confusion matrix. */
export function wholeSetOf(parts: SessionParts, part: DatasetPart): WholeSet {
  const { loss, model, data, metrics, targetScale } = parts;
  const { classes } = data;
  const width = sizeOf(model.outputShape);
  const task = taskOfOutputs({ loss, outputs: width, classes, task: parts.task ?? data.task });
  const samples = samplesOf(parts, part);
  const many = sampleCount(samples) * width > MOST_NUMBERS;
  const meansWillDo = many && samples.weights === undefined && targetScale === undefined;
  const exact = metrics.filter(
    ({ compute, measure }) => measure !== undefined && !(compute !== undefined && meansWillDo),
  );
  const isOfClasses = (task === "binary" || task === "classification") && width <= MOST_CLASSES;
  const confusion = part === "test" && (loss.heads !== undefined || isOfClasses);
  return { task, width, exact, confusion, gathered: exact.length > 0 || confusion };
}
