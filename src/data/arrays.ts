import { usageError } from "../errors.ts";
import { defined } from "../options/defined.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { show } from "../options/show.ts";
import { refused, unknownName } from "../options.ts";
import type { ArraySource, HeldOut, Source } from "./array-source.ts";
import { checkDataset, checkSampleWeights, checkValues } from "./checks/check-dataset.ts";
import { classTargets } from "./class-targets.ts";
import type { Dataset, NumberArray, Samples, Values } from "./dataset.ts";
import { groupNumbers } from "./split/group-numbers.ts";
import { placesOf } from "./split/places-of.ts";
import { type SplitOptions, split } from "./split.ts";
import { isList, storedNumbers } from "./stored-numbers.ts";
import { taskOf } from "./task-of.ts";
import { valuesOf } from "./values-of.ts";

/** How samples are split: sizes of the validation and test sets, or samples for them. */
export interface ArraysOptions extends Omit<SplitOptions, "validation" | "test"> {
  /**
   * Samples to watch training with: a fraction in [0, 1) of all, a whole number of them, or samples of their own. Default: `0`.
   */
  validation?: number | HeldOut;
  /** Samples to judge the trained model with: as `validation`. Default: `0`. */
  test?: number | HeldOut;
  /**
   * The group of each sample, such as its patient, in `inputs`: samples of a group are never in two sets, and sizes are as near
   * as whole groups allow. None by default.
   */
  groups?: ArrayLike<number | string>;
  /**
   * The place of each sample in time, or in another order, a number or an ISO date: the last samples are the test set, those before
   * them the validation set. None by default.
   */
  order?: ArrayLike<number | string>;
}

/**
 * A dataset from arrays in memory, checked and split at random, with classes in proportion. Typed arrays of bytes, int32,
 * uint32, float32 and float64 keep their type; other arrays become float32, or float64 where float32 is too coarse, as for
 * times in seconds.
 *
 * `arrays({ inputs: { shape: [5000, 28, 28, 1], data }, labels }, { validation: 0.1, test: 0.1, seed: 1 })`
 *
 * `arrays({ inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], labels: ["no", "yes", "yes", "no"] })`
 *
 * `arrays({ inputs, labels }, { validation: 0.1, test: { inputs: others, labels: theirs } })`, for a separate test set.
 * @param source inputs [n, …features] with labels [n], or with real targets [n, outputs]; with `weights` [n] samples count
 * differently.
 * @throws a usage error for a shape that does not fit its data, a number of labels or targets other than that of samples, a
 * label outside the classes, values that are missing, not finite or too large for float32, and a split that leaves a set
 * empty or a class without training samples.
 * @example
 * const xor = arrays({ inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], labels: ["no", "yes", "yes", "no"] });
 * @example
 * const data = arrays({ inputs: { shape: [50, 28, 28, 1], data: images }, labels: new Uint8Array(50) }, { test: 0.1 });
 */
export function arrays(source: ArraySource, options: ArraysOptions = {}): Dataset {
  const { name = "arrays", classes: given, task } = expectSource("arrays", source, ["classes", "task", "name"]);
  if (!isPlainObject(options)) throw refused("arrays: options", "{ validation, test, seed, stratify }", options);
  const { validation, test, groups, order, ...rest } = options as ArraysOptions;
  const held = Object.entries({ validation, test }).flatMap(([part, of]) =>
    typeof of === "object" && of !== null
      ? [{ part, where: `${name}: ${part}`, of: expectSource(`${name}: ${part}`, of) }]
      : [],
  );
  const sources = [{ where: name, of: source as HeldOut }, ...held];
  const inputs = sources.map(({ where, of }) => inputsOf(`${where}.inputs`, of.inputs));
  const counts = inputs.map(({ shape }) => shape[0]);
  const { targets, classes } = targetsOf(name, sources, { classes: given, task }, counts);
  const samples = sources.map(
    ({ where, of }, i): Samples => ({
      inputs: inputs[i],
      targets: targets[i],
      ...defined({ weights: weightsOf(`${where}.weights`, of.weights, counts[i]) }),
    }),
  );
  const sizes = Object.fromEntries(
    Object.entries({ validation, test }).filter(([part]) => held.every((one) => one.part !== part)),
  );
  const data = checkDataset({
    name,
    ...split(samples[0], { ...rest, ...(sizes as SplitOptions) }, name, {
      ...defined({
        classes,
        groups: groups && groupNumbers(`${name}: groups`, groups, counts[0]),
        order: order && placesOf(`${name}: order`, order, counts[0]),
      }),
    }),
    ...Object.fromEntries(held.map(({ part }, i) => [part, samples[i + 1]])),
    ...defined({ classes, task }),
  });
  if (task !== undefined) taskOf(data); // refuses one that does not fit
  return data;
}

const EXPECTED = "{ inputs, labels } or { inputs, targets }";
const NAMED = "Give both in one: arrays({ inputs, labels }).";

/** @throws a usage error for anything but { inputs, labels } or { inputs, targets }. */
function expectSource<T>(where: string, source: T, more: readonly string[] = []): T {
  if (typeof source !== "object" || source === null || Array.isArray(source))
    throw usageError({ where, expected: EXPECTED, received: show(source), fix: NAMED });
  if ("shape" in source && "data" in source)
    throw usageError({ where, expected: EXPECTED, received: "inputs alone", fix: NAMED });
  const keys = ["inputs", "labels", "targets", "weights", ...more];
  for (const key of Object.keys(source)) if (!keys.includes(key)) throw unknownName(where, "option", key, keys);
  return source;
}

function weightsOf(where: string, given: HeldOut["weights"], count: number): NumberArray | undefined {
  if (given === undefined) return undefined;
  const weights = storedNumbers(where, given, 1);
  checkSampleWeights(where, weights, count);
  return weights;
}

function inputsOf(where: string, given: HeldOut["inputs"]): Values {
  const inputs = valuesOf(where, given);
  checkValues(where, inputs);
  if (inputs.data.length > 0 && inputs.shape.length > 1) return inputs;
  throw usageError({
    where: `${where}.shape`,
    expected: "at least one sample of at least one feature, [samples, …features]",
    received: `[${inputs.shape.join(", ")}]`,
  });
}

/** The targets of each source; all sources number classes the same way. */
function targetsOf(
  name: string,
  sources: readonly Source[],
  { classes, task }: { [K in "classes" | "task"]: ArraySource[K] | undefined },
  counts: readonly number[],
): { targets: Values[]; classes?: readonly string[] } {
  for (const { where, of } of sources)
    if ((of.labels === undefined) === (of.targets === undefined))
      throw usageError({
        where,
        expected: "either labels (class numbers) or targets (real numbers)",
        received: of.labels === undefined ? "neither" : "both",
      });
  const kind = sources[0].of.labels === undefined ? "targets" : "labels";
  const other = sources.find(({ of }) => of[kind] === undefined);
  if (other !== undefined)
    throw usageError({ where: other.where, expected: `${kind}, as in the training set`, received: "none" });
  if (kind === "labels") return classTargets(name, sources, classes, counts);
  const targets = sources.map(({ where, of }, i) => realTargets(`${where}.targets`, of.targets, counts[i]));
  if (task === "multilabel" && isList(classes))
    return { targets, classes: labelNames(name, classes, targets[0].shape[1]) };
  checkNoClasses(name, classes);
  return { targets };
}

/** The names of labels. @throws a usage error unless there is one for each. */
function labelNames(name: string, names: ArrayLike<string>, labels: number): readonly string[] {
  if (names.length === labels) return Array.from(names);
  throw usageError({
    where: `${name}.classes`,
    expected: `${labels} names, one for each label`,
    received: `${names.length}`,
  });
}

function checkNoClasses(name: string, classes: ArraySource["classes"] | undefined): void {
  if (classes === undefined) return;
  throw usageError({
    where: `${name}.classes`,
    expected: "no classes with real targets",
    received: typeof classes === "number" ? `${classes}` : `${classes.length} names`,
    fix: 'Give class numbers as `labels`; the names of several labels go with task: "multilabel".',
  });
}

function realTargets(where: string, given: HeldOut["targets"], count: number): Values {
  const flat = Array.isArray(given) && !given.some(isList) ? { shape: [given.length], data: given } : given;
  const { shape, data } = valuesOf(where, flat);
  checkValues(where, { shape, data });
  if (shape[0] !== count)
    throw usageError({ where, expected: `${count} targets, one for each sample`, received: `${shape[0]}` });
  return { shape: shape.length === 1 ? [count, 1] : shape, data };
}
