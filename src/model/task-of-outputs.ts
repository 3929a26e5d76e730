import type { Task } from "../data/task.ts";
import type { Loss } from "./loss.ts";
import type { OutputReading } from "./output-reading.ts";

/** A loss, how many outputs it has for each sample, and what the data say of what there is to learn. */
export interface Learned<L extends OutputReading = Loss> {
  loss: L;
  outputs: number;
  task?: Task | undefined;
  classes?: readonly string[] | undefined;
}

/**
 * What is measured of outputs. The loss says whether they are classes, labels or distributions; among plain numbers the data
 * decide, since a squared error can learn yes and no as 1 and 0 too.
 */
export function taskOfOutputs({ loss, outputs, classes, task = taskOfClasses(classes) }: Learned<OutputReading>): Task {
  if (loss.targetKind === "classes") return outputs === 2 ? "binary" : "classification";
  if (loss.predictions === "sigmoid") return outputs === 1 ? "binary" : "multilabel";
  return loss.predictions === undefined ? task : "regression";
}

function taskOfClasses(classes: Learned["classes"]): Task {
  if (classes === undefined) return "regression";
  return classes.length === 2 ? "binary" : "classification";
}
