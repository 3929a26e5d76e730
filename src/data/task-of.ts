import { usageError } from "../errors.ts";
import { unknownName } from "../options.ts";
import type { Dataset, NumberArray } from "./dataset.ts";
import { TASKS, type Task } from "./task.ts";

/**
 * What there is to learn of a dataset: what it says itself, which is checked; else one of its classes, or of two (binary); real
 * targets are regression. Targets of yes and no for several labels look like numbers: the dataset has to say that it is
 * "multilabel".
 * @throws a usage error for a task that the targets do not fit.
 */
export function taskOf({ name, train: { targets }, classes, task }: Dataset): Task {
  const classCount = targets.shape.length === 1 ? (classes?.length ?? numberedClasses(targets.data)) : undefined;
  const found: Task = classCount === undefined ? "regression" : classCount === 2 ? "binary" : "classification";
  const fits: Record<Task, boolean> = {
    classification: classCount !== undefined,
    binary: classCount === 2 || isYesOrNo(targets),
    multilabel: targets.shape.length > 1 && isZeroOrOne(targets.data),
    regression: targets.shape.length > 1 || classes === undefined,
  };
  if (task === undefined) return found;
  if (!TASKS.includes(task)) throw unknownName(`${name}: task`, "one of", task, TASKS);
  if (fits[task]) return task;
  throw usageError({
    where: `${name}: task`,
    expected: EXPECTED[task],
    received: classCount === undefined ? `real targets [n, ${targets.shape.slice(1).join(", ")}]` : counted(classCount),
    fix: `Leave the task out: these targets are ${found}${found === "regression" ? "; classes are given as labels" : ""}.`,
  });
}

const EXPECTED: Record<Task, string> = {
  classification: "class numbers [n] for classification",
  binary: "two classes, or one target of 0 or 1, for binary",
  multilabel: "targets [n, labels] of 0 or 1 for multilabel",
  regression: "real targets [n, outputs] for regression",
};

function counted(classes: number): string {
  return classes === 1 ? "labels of one class" : `labels of ${classes} classes`;
}

/** Whether there is one target, which is 0 or 1. */
function isYesOrNo({ shape, data }: Dataset["train"]["targets"]): boolean {
  return data.length === shape[0] && shape.length > 1 && isZeroOrOne(data);
}

/** Whether all numbers are 0 or 1. */
export function isZeroOrOne(numbers: NumberArray): boolean {
  return numbers.every((x: number) => x === 0 || x === 1);
}

/** How many classes targets [n] without names have; undefined where they are no class numbers. */
function numberedClasses(numbers: NumberArray): number | undefined {
  let largest = 0;
  for (const x of numbers) {
    if (!(Number.isInteger(x) && x >= 0)) return undefined;
    if (x > largest) largest = x;
  }
  return largest + 1;
}
