import { usageError } from "../errors.ts";
import { defined } from "../options/defined.ts";
import { show } from "../options/show.ts";
import { unknownName } from "../options.ts";
import type { Classes, Source } from "./array-source.ts";
import { checkLabels } from "./checks/check-dataset.ts";
import { ClassNames } from "./class-names.ts";
import type { Values } from "./dataset.ts";
import { checkedNumbers, isList } from "./stored-numbers.ts";

/** More than any label in use; a larger one is a mistake that would fill the memory with class names. */
const MOST_CLASSES = 65_536;

/**
 * The class numbers of each source, all numbered the same way, and the names of the classes.
 * @throws a usage error for a number of labels other than that of samples, and for the first label that is not a class.
 */
export function classTargets(
  name: string,
  sources: readonly Source[],
  given: Classes | undefined,
  counts: readonly number[],
): { targets: Values[]; classes: readonly string[] } {
  const labels = sources.map(({ where, of }, i) => labelsOf(`${where}.labels`, of.labels, counts[i]));
  checkClasses(`${name}.classes`, given);
  const named = numbersOfNames(name, sources, labels, given);
  const numbers = named?.labels ?? labels.map((list, i) => checkedNumbers(`${sources[i].where}.labels`, list));
  const classes =
    named?.classes ?? (isList(given) ? given : numbered(given ?? Math.max(...numbers.map(classesNeeded))));
  const targets = numbers.map((list, i): Values => {
    checkLabels(`${sources[i].where}.labels`, list, classes.length);
    return { shape: [list.length], data: classes.length <= 256 ? Uint8Array.from(list) : Int32Array.from(list) };
  });
  return { targets, classes: classes as readonly string[] };
}

const ONE_HOT = "If these are one-hot, give the index of the 1 in each row.";

/** A label for each sample, as numbers or names. */
function labelsOf(where: string, labels: unknown, count: number): ArrayLike<unknown> {
  if (!isList(labels)) {
    const { shape, data } = Object(labels) as { shape?: unknown; data?: unknown };
    const wide = isList(shape) && shape.length > 1;
    throw usageError({
      where,
      expected: "a list of labels",
      received: show(labels),
      ...defined({ fix: isList(data) ? (wide ? ONE_HOT : "Give its data: labels.data.") : undefined }),
    });
  }
  if (labels.length !== count)
    throw usageError({ where, expected: `${count} labels, one for each sample`, received: `${labels.length}` });
  if (isList(labels[0]))
    throw usageError({
      where,
      expected: "one class number for each sample",
      received: `${show(labels[0])} at index 0`,
      fix: "If these are one-hot, give the index of the 1: labels.map((row) => row.indexOf(1)). If they are probabilities, give that of the largest.",
    });
  return labels;
}

/** Class numbers for labels that are texts, with the given classes or those in the labels; undefined for number labels. */
function numbersOfNames(
  name: string,
  sources: readonly Source[],
  labels: readonly ArrayLike<unknown>[],
  given: Classes | undefined,
) {
  if (typeof labels[0][0] !== "string") return undefined;
  if (typeof given === "number")
    throw usageError({
      where: `${name}.classes`,
      expected: "the names of the classes, as the labels are names",
      received: `${given}`,
    });
  const texts = labels.map((list, i) =>
    Array.from(list, (label, at) => textOf(`${sources[i].where}.labels`, label, at)),
  );
  if (isList(given)) {
    const numberOf = new Map(Array.from(given, (text, number) => [text, number]));
    const numbers = texts.map((list, i) =>
      list.map((text, at) => {
        const number = numberOf.get(text);
        if (number !== undefined) return number;
        throw unknownName(`${sources[i].where}.labels[${at}]`, "class", text, [...numberOf.keys()]);
      }),
    );
    return { labels: numbers, classes: given };
  }
  const names = new ClassNames();
  for (const list of texts) for (const text of list) names.add(text);
  const { labels: numbers, classes } = names.numbered();
  const starts = texts.map((_, i) => texts.slice(0, i).reduce((sum, list) => sum + list.length, 0));
  return { labels: texts.map((list, i) => numbers.slice(starts[i], starts[i] + list.length)), classes };
}

/** @throws a usage error for invalid or repeated names, and for an impossible number of classes. */
function checkClasses(where: string, given: unknown): void {
  const isCount = Number.isInteger(given) && (given as number) >= 1 && (given as number) <= MOST_CLASSES;
  if (given === undefined || isCount) return;
  const names = isList(given) ? Array.from(given) : [];
  if (names.length > 0 && names.every((text) => typeof text === "string") && new Set(names).size === names.length)
    return;
  throw usageError({
    where,
    expected: `names, or a whole number from 1 to ${MOST_CLASSES}`,
    received: show(given),
    fix: "Give each name once.",
  });
}

function textOf(where: string, label: unknown, index: number): string {
  if (typeof label === "string" && label !== "") return label;
  throw usageError({
    where,
    expected: "the name of a class, as the first label is",
    received: `${show(label)} at index ${index}`,
  });
}

/** Names for classes that have none: "0", "1", … */
function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${i}`);
}

/** One more than the largest label that can be a class number; others are reported by `checkLabels`. */
function classesNeeded(labels: ArrayLike<number>): number {
  let needed = 1;
  for (let i = 0; i < labels.length; i++)
    if (labels[i] < MOST_CLASSES && Number.isInteger(labels[i])) needed = Math.max(needed, labels[i] + 1);
  return needed;
}
