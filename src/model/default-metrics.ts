import type { Task } from "../data/task.ts";
import { meanAbsoluteError } from "./losses/mean-absolute-error.ts";
import type { Metric } from "./metric.ts";
import { accuracy } from "./metrics/accuracy.ts";
import { f1 } from "./metrics/f1.ts";
import { logLoss } from "./metrics/log-loss.ts";
import { r2 } from "./metrics/r2.ts";
import { rocAuc } from "./metrics/roc-auc.ts";
import { rootMeanSquaredError } from "./metrics/root-mean-squared-error.ts";
import { type Learned, taskOfOutputs } from "./task-of-outputs.ts";

/** What is measured by default, by the task. */
const BY_TASK: Record<Task, () => Metric[]> = {
  classification: () => [accuracy(), logLoss()],
  binary: () => [accuracy(), logLoss(), rocAuc(), f1()],
  multilabel: () => [accuracy(), logLoss(), f1()],
  regression: () => [rootMeanSquaredError(), meanAbsoluteError(), r2()],
};

/** What may be measured by default, whatever there is to learn. */
export function usualMetrics(): Metric[] {
  return [...BY_TASK.binary(), ...BY_TASK.regression()];
}

/** The metrics by default: those of the task, as far as they can be had of what the loss makes of the outputs. */
export function defaultMetrics(learned: Learned): Metric[] {
  const { targetKind, predictions, heads } = learned.loss;
  if (heads !== undefined) return heads.metrics(defaultMetrics);
  const task = taskOfOutputs(learned);
  const numbers = targetKind === "values" && predictions === undefined;
  if (numbers !== (task === "regression")) return []; // distributions, and classes that are learned as numbers
  return BY_TASK[task]().filter(({ ofProbabilities }) => predictions !== undefined || ofProbabilities !== true);
}
