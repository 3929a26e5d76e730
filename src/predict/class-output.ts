import { usageError } from "../errors.ts";
import type { Loss, ManyLosses } from "../model/loss.ts";
import type { OutputMeaning } from "../model/output-meaning.ts";
import { unknownName } from "../options.ts";

/** The output that classes are of, the only one or one of several. */
export interface ClassOutput {
  /** Undefined for the only one. */
  name: string | undefined;
  /** Numbers for each sample. */
  width: number;
  classes: readonly string[] | undefined;
  predictions: OutputMeaning | undefined;
}

/** What a model has to be to give classes. */
export const CLASSIFIER =
  "a model that was trained to predict classes, with crossEntropy, hinge, or binaryCrossEntropy of one output";

/** Whether what a loss makes of so many outputs is one of several classes. */
export function givesClasses({ targetKind, predictions }: Pick<Loss, "targetKind" | "predictions">, width: number) {
  return targetKind === "classes" || predictions === "softmax" || (predictions === "sigmoid" && width === 1);
}

/**
 * The output of this name; the only one with classes by default.
 * @throws a usage error for another name, for an output without classes, and for none where several have some.
 */
export function classOutputOf({ of, tasks }: Pick<ManyLosses, "of" | "tasks">, head: string | undefined): ClassOutput {
  const all = tasks.map(({ place: { name, size, classes }, predictions }, i) => {
    const { loss } = of[i];
    return { name, width: size, classes, predictions, loss, is: givesClasses(loss, size) };
  });
  const names = all.flatMap(({ is, name }) => (is ? [name] : []));
  if (head === undefined) {
    const found = all.find(({ is }) => is);
    if (found !== undefined && names.length === 1) return found;
    throw usageError({
      where: "classify",
      expected: names.length === 0 ? CLASSIFIER : `which output: ${names.join(", ")}`,
      received: names.length === 0 ? "one whose outputs are all numbers" : "none",
      fix: names.length === 0 ? "Use predict()." : `Give { head: "${names[0]}" }, or use predict() for all.`,
    });
  }
  const found = all.find(({ name }) => name === head);
  if (found === undefined) throw unknownName("classify: head", "output", head, names);
  if (found.is) return found;
  throw usageError({
    where: "classify: head",
    expected: `an output that gives classes${names.length === 0 ? "" : `: ${names.join(", ")}`}`,
    received: `${head}, which was trained with ${found.loss.name}`,
    fix: `Use predict(): outputs.${head}.`,
  });
}
