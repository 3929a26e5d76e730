import * as v from "valibot";
import { usageError } from "../errors.ts";
import { expectArray } from "../expect-array.ts";
import { type Checks, custom, optional, resolveOptions } from "../options.ts";
import { checkLabels, checkValues } from "./check-dataset.ts";
import type { Dataset, NumberArray, Samples, Values } from "./dataset.ts";
import { type SplitOptions, split } from "./split.ts";

/** Numbers with a shape, row-major, in any array of numbers. */
export interface ArrayValues {
  shape: readonly number[];
  data: ArrayLike<number>;
}

/** Samples in memory: inputs with either class labels or real targets. */
export interface ArraySource {
  /** [n, …features]; images are [n, height, width, channels]. */
  inputs: ArrayValues;
  /** The class number of every sample, counted from 0. */
  labels?: ArrayLike<number>;
  /** Real targets [n, outputs]; [n] is read as [n, 1]. */
  targets?: ArrayValues;
  /** The names of the classes, or how many there are; by default as many as the largest label needs. */
  classes?: readonly string[] | number;
  /** The name of the dataset, with which errors begin (default "arrays"). */
  name?: string;
}

const values = v.looseObject({ shape: v.array(v.number()) });
const isList = (value: unknown) => Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

const SOURCE = {
  inputs: custom(values, undefined, "{ shape, data }, the numbers row-major"),
  labels: optional(custom(v.custom<ArrayLike<number>>(isList), undefined, "a list of class numbers")),
  targets: optional(custom(values, undefined, "{ shape, data }, the numbers row-major")),
  classes: optional(custom(v.union([v.number(), v.array(v.string())]), undefined, "names, or how many there are")),
  name: optional(custom(v.string(), undefined, "a text")),
} satisfies Checks<ArraySource>;

/** Far more than any label in use; a larger one is a mistake that would fill the memory with class names. */
const MOST_CLASSES = 65_536;

/**
 * A dataset from arrays in memory, checked and split: every sample lands in exactly one part, by the seed, with the
 * classes in proportion. Inputs in one of the storage types of a dataset keep it, other arrays become float32.
 *
 * `arrays({ inputs: { shape: [5000, 28, 28, 1], data }, labels }, { validation: 0.1, test: 0.1, seed: 1 })`
 *
 * @throws a usage error for a shape that does not fit its data, a count of labels or targets that is not that of the
 * samples, a label outside the classes, a number that is not finite, and a split that leaves a part empty.
 */
export function arrays(source: ArraySource, options: SplitOptions = {}): Dataset {
  resolveOptions("arrays", SOURCE, source);
  const name = source.name ?? "arrays";
  const inputs = stored(source.inputs);
  checkInputs(`${name}.inputs`, inputs);
  const { targets, classes } = targetsOf(name, source, inputs.shape[0]);
  const samples: Samples = { inputs, targets };
  return { name, ...split(samples, options, name), ...(classes === undefined ? {} : { classes }) };
}

function checkInputs(where: string, inputs: Values): void {
  checkValues(where, inputs);
  if (inputs.data.length > 0 && inputs.shape.length > 1) return;
  throw usageError({
    where: `${where}.shape`,
    expected: "at least one sample of at least one feature, [samples, …features]",
    received: `[${inputs.shape.join(", ")}]`,
  });
}

function targetsOf(name: string, source: ArraySource, count: number): { targets: Values; classes?: readonly string[] } {
  const { labels, targets } = source;
  if ((labels === undefined) === (targets === undefined))
    throw usageError({
      where: name,
      expected: "either labels (class numbers) or targets (real numbers)",
      received: labels === undefined ? "neither" : "both",
    });
  return labels === undefined
    ? { targets: realTargets(name, targets as ArrayValues, source.classes, count) }
    : classTargets(name, labels, source.classes, count);
}

function classTargets(name: string, labels: ArrayLike<number>, given: ArraySource["classes"], count: number) {
  const where = `${name}.labels`;
  if (labels.length !== count)
    throw usageError({ where, expected: `${count} labels, one for each sample`, received: `${labels.length}` });
  const classes = typeof given === "object" ? given : classNumbers(`${name}.classes`, given, labels);
  checkLabels(where, labels, classes.length);
  const data = classes.length <= 256 ? Uint8Array.from(labels) : Int32Array.from(labels);
  return { targets: { shape: [count], data }, classes };
}

/** Names for classes that have none: "0", "1", … */
function classNumbers(where: string, given: number | undefined, labels: ArrayLike<number>): string[] {
  if (given !== undefined && !(Number.isInteger(given) && given >= 1 && given <= MOST_CLASSES))
    throw usageError({
      where,
      expected: `names, or a whole number from 1 to ${MOST_CLASSES}`,
      received: `${given}`,
    });
  return Array.from({ length: given ?? classesNeeded(labels) }, (_, i) => `${i}`);
}

/** One more than the largest label that can be a class number; what cannot is reported by the check of the labels. */
function classesNeeded(labels: ArrayLike<number>): number {
  let needed = 1;
  for (let i = 0; i < labels.length; i++)
    if (labels[i] < MOST_CLASSES && Number.isInteger(labels[i])) needed = Math.max(needed, labels[i] + 1);
  return needed;
}

function realTargets(name: string, given: ArrayValues, classes: ArraySource["classes"], count: number): Values {
  if (classes !== undefined)
    throw usageError({
      where: `${name}.classes`,
      expected: "no classes together with real targets",
      received: typeof classes === "number" ? `${classes}` : `${classes.length} names`,
      fix: "Give class numbers as `labels`.",
    });
  const where = `${name}.targets`;
  const { shape, data } = stored(given);
  checkValues(where, { shape, data });
  if (shape[0] !== count)
    throw usageError({ where, expected: `${count} targets, one for each sample`, received: `${shape[0]}` });
  return { shape: shape.length === 1 ? [count, 1] : shape, data };
}

function stored(given: ArrayValues): Values {
  expectArray("arrays", given);
  const { shape, data } = given;
  return { shape, data: isStored(data) ? data : Float32Array.from(data) };
}

function isStored(data: ArrayLike<number>): data is NumberArray {
  return [Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array].some((type) => data instanceof type);
}
