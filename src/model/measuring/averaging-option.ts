import type { Task } from "../../data/task.ts";
import { oneOf, optional } from "../../options.ts";
import type { Predicted } from "../predicted.ts";
import { type ClassCounts, classCounts } from "./class-counts.ts";

/** How the numbers of several classes become one. */
const AVERAGES = ["binary", "macro", "micro"] as const;
type Average = (typeof AVERAGES)[number] | undefined;

/** The option of metrics that have a number for each class. */
export const averagingOption = {
  average: optional({
    ...oneOf(
      AVERAGES,
      "macro",
      "of the second class alone; the mean over the classes, or labels; or of all decisions together: binary for two classes by default, else macro",
    ),
    fallback: undefined,
  }),
};

/** The tasks that an average is for. */
export function tasksOfAverage({ average }: { average?: Average }): readonly Task[] {
  return average === "binary" ? ["binary"] : ["binary", "classification", "multilabel"];
}

/**
 * The ratio of the second class, the mean ratio over the classes that are true or predicted for some sample, or that of all
 * counts together.
 */
export function averaged(predicted: Predicted, average: Average, ratio: (counts: ClassCounts) => number): number {
  const counts = classCounts(predicted);
  const { task } = predicted;
  switch (average ?? (task === "binary" ? "binary" : "macro")) {
    case "binary":
      return ratio(counts[1]);
    case "macro": {
      const seen = counts.filter((each) => each.seen);
      return seen.reduce((sum, each) => sum + ratio(each), 0) / seen.length;
    }
    default:
      return ratio(counts.reduce(together));
  }
}

function together(a: ClassCounts, b: ClassCounts): ClassCounts {
  return { right: a.right + b.right, predicted: a.predicted + b.predicted, actual: a.actual + b.actual, seen: true };
}

/** a / b, and 0 where there is nothing to divide by. */
export function ratioOf(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}
