import type { Training } from "../../train/prepare/prepare-training.ts";
import { classLabels } from "./class-labels.ts";
import { pickedRows } from "./picked-rows.ts";

/** How many of the training samples that are looked at each class has; undefined where samples have no class of their own. */
export function classCounts(training: Training, rows?: Uint32Array): number[] | undefined {
  const labels = classLabels(training);
  if (labels === undefined) return undefined;
  const { train, classes } = training.data;
  const count = classes?.length ?? 1 + Array.from(labels).reduce((most, label) => Math.max(most, label), 1);
  const counts = new Array<number>(count).fill(0);
  for (const row of rows ?? pickedRows(train)) counts[labels[row]]++;
  return counts;
}
