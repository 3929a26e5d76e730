import type { DatasetPart } from "../../data/dataset.ts";
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
  /** Whether the confusion matrix is made. */
  confusion: boolean;
  /** Whether there is anything of this, so that outputs are gathered. */
  gathered: boolean;
  /** Numbers in an output. */
  width: number;
}

/** A test set of classes gets the confusion matrix. */
export function wholeSetOf(parts: SessionParts, part: DatasetPart): WholeSet {
  const { loss, model, data, metrics, targetScale } = parts;
  const { classes } = data;
  const width = sizeOf(model.outputShape);
  const task = taskOfOutputs({ loss, outputs: width, classes, task: parts.task ?? data.task });
  const { weights } = samplesOf(parts, part);
  const meansWillDo = weights === undefined && targetScale === undefined;
  const exact = metrics.filter(
    ({ compute, measure }) => measure !== undefined && !(compute !== undefined && meansWillDo),
  );
  const confusion = part === "test" && (task === "binary" || task === "classification") && width <= MOST_CLASSES;
  return { task, width, exact, confusion, gathered: exact.length > 0 || confusion };
}
