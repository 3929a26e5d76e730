import type { Dataset } from "../../data/dataset.ts";
import { isZeroOrOne } from "../../data/task-of.ts";

/** Hints at a task that was guessed and may be another one, and at outputs that no class has. */
export function hintsAboutTask(
  { train: { targets }, classes, task }: Dataset,
  { outputShape, given }: { outputShape: readonly number[]; given: boolean },
): string[] {
  const [labels] = targets.shape.slice(1);
  if (targets.shape.length === 1) {
    const [outputs] = outputShape;
    if (classes === undefined || outputShape.length !== 1 || outputs <= Math.max(2, classes.length)) return [];
    return [`The model has ${outputs} outputs for ${classes.length} classes. End it with dense(${classes.length}).`];
  }
  if (task !== undefined || given || !isZeroOrOne(targets.data)) return [];
  return [
    labels === 1
      ? 'All targets are 0 or 1, and are learned as numbers. If they mean no and yes, give them as labels, or say task: "binary" in the dataset.'
      : 'All targets are 0 or 1, and are learned as numbers. If several labels may hold at once, say task: "multilabel" in the dataset.',
  ];
}
