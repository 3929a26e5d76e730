import { TASKS, type Task } from "../../data/task.ts";
import { usageError } from "../../errors.ts";
import type { Metric } from "../metric.ts";
import { namedMetrics } from "../named-metrics.ts";
import type { OutputReading } from "../output-reading.ts";
import { type Learned, taskOfOutputs } from "../task-of-outputs.ts";

/**
 * @throws a usage error for names that are taken, and for a metric of another task or of probabilities that there are not.
 * @param where the function that errors name.
 */
export function checkMetrics(metrics: readonly Metric[], learned: Learned<OutputReading>, where = "train"): void {
  namedMetrics(metrics);
  metrics.forEach((metric, i) => {
    checkMetric(metric, learned, `${where}: metrics[${i}]`);
  });
}

/** @throws a usage error for a metric of another task, or of probabilities that there are not. */
export function checkMetric(
  { name, tasks = TASKS, ofProbabilities }: Metric,
  learned: Learned<OutputReading>,
  where: string,
): void {
  const { loss } = learned;
  const task = taskOfOutputs(learned);
  if (!tasks.includes(task))
    throw usageError({
      where,
      expected: `a metric for ${task}, which ${loss.name} learns here`,
      received: `${name}, which is for ${tasks.join(", ")}`,
      fix: fixFor(task, tasks),
    });
  if (ofProbabilities === true && loss.predictions === undefined)
    throw usageError({
      where,
      expected: `a metric that needs no probabilities, as ${loss.name} makes none`,
      received: name,
      fix: "Train with crossEntropy() or binaryCrossEntropy(), or leave it out.",
    });
}

function fixFor(task: Task, tasks: readonly Task[]): string {
  if (task === "classification" && tasks.includes("binary")) return 'Give it average: "macro".';
  if (task !== "regression") return "Leave it out.";
  return (
    "For classes use crossEntropy() or binaryCrossEntropy(). Where a loss of numbers learns yes or no, let the data say " +
    'task: "binary"; where a loss of your own takes logits, let it say predictions: "sigmoid".'
  );
}
