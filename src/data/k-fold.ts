import * as v from "valibot";
import { usageError } from "../errors.ts";
import { defined } from "../options/defined.ts";
import { show } from "../options/show.ts";
import { type Checks, count, custom, flag, optional, resolveOptions } from "../options.ts";
import { RandomStream } from "../random.ts";
import { expectDataset } from "./checks/expect-dataset.ts";
import { expectInMemory } from "./checks/expect-in-memory.ts";
import { checkNamed } from "./checks/with-names.ts";
import { type Dataset, type NumberArray, type Samples, sampleCount, type Values } from "./dataset.ts";
import { type Fold, foldsBy } from "./folds/fold.ts";
import { foldsInOrder } from "./folds/folds-in-order.ts";
import { foldsOfGroups } from "./folds/folds-of-groups.ts";
import { groups } from "./pick.ts";
import { groupNumbers } from "./split/group-numbers.ts";
import { expectTaught } from "./split/part-rows.ts";
import { labelsOf, take } from "./split.ts";
import { isList } from "./stored-numbers.ts";
import { fitTable } from "./table/fit-table.ts";
import type { TableRows } from "./table/table-rows.ts";

/** How samples are dealt into folds. */
export interface FoldOptions {
  /** Decides which samples are in which fold; the same seed gives the same folds (default 1). */
  seed?: number;
  /** Whether each class is in proportion in every fold, to within one sample (default true). */
  stratify?: boolean;
  /**
   * The group of each training and then each validation sample, such as its patient: samples of a group are in one fold. By
   * default none, or the groups of the table.
   */
  groups?: ArrayLike<number | string>;
}

export const OPTIONS = {
  seed: count(1, "which samples are in which fold", 0),
  stratify: flag(true, "every class in proportion in every fold"),
  groups: optional(
    custom<ArrayLike<number | string>>(
      v.custom<ArrayLike<number | string>>(isList),
      undefined,
      "a list with a group for each sample",
      "samples of a group are in one fold",
    ),
  ),
} satisfies Checks<FoldOptions>;

const K = "Give k as the second argument: kFold(data, 5).";
const INSTEAD = { k: K, nSplits: K, splits: K, folds: K, nFolds: K };

/**
 * k datasets for cross-validation: the training and validation samples are divided into k folds; dataset i validates on
 * fold i and trains on the others, and the test set stays the same. Folds differ in size, and in their number of samples of
 * each class, by at most one. Source: Stone 1974; stratified: Kohavi 1995. Data of a table are encoded anew in each fold, by
 * its training rows. Groups stay together, in folds of sizes as equal as they allow. Rows in an order are never trained on
 * with what comes after the rows that validate: fold i trains on the first i of k + 1 blocks and validates on the next one.
 *
 * `for (const fold of kFold(data, 5, { seed: 1 })) runs.push(await train(model, fold, options));`
 * @param k how many folds: a whole number from 2 to the number of samples.
 * @throws a usage error unless k is a whole number from 2 to the number of samples, and for a class with one sample, which
 * one fold would lack in training.
 * @example
 * for (const fold of kFold(data, 5, { seed: 1 })) await train(model, fold, { epochs: 3 });
 */
export function kFold(data: Dataset, k: number, options: FoldOptions = {}): Dataset[] {
  const { seed, stratify, groups: given } = resolveOptions("kFold", OPTIONS, options, INSTEAD);
  expectDataset("kFold: data", data);
  expectInMemory("kFold: data", data);
  const { train, validation, ...rest } = checkNamed(data);
  const samples = validation === undefined ? train : together(train, validation);
  const n = sampleCount(samples);
  if (!(Number.isSafeInteger(k) && k >= 2 && k <= n))
    throw usageError({
      where: "kFold: k",
      expected: `a whole number from 2 to ${n}, the number of samples`,
      received: show(k),
    });

  const { table } = data;
  const groupOf = given === undefined ? table && grouped(table) : groupNumbers("kFold: groups", given, n);
  const random = new RandomStream(seed, "kFold");
  const labels = stratify ? labelsOf(samples) : undefined;
  const folds =
    groupOf !== undefined
      ? foldsOfGroups(groupOf, k, random)
      : table?.plan.order !== undefined
        ? foldsInOrder(
            rowsIn(table).map((row) => table.plan.order?.[row] ?? row),
            k,
          )
        : foldsAtRandom(data, k, samples, labels, random);
  if (groupOf !== undefined || table?.plan.order !== undefined)
    folds.forEach(({ train }, i) => {
      const fix = "Choose fewer folds, leave that class out, or set { stratify: false } to ignore classes.";
      expectTaught(`kFold: fold ${i + 1}`, train, { labels, classes: data.classes }, fix);
    });
  return folds.map((fold) => {
    if (table === undefined)
      return { ...rest, train: take(samples, fold.train), validation: take(samples, fold.validation) };
    const all = rowsIn(table);
    const of = (numbers: Uint32Array) => numbers.map((number) => all[number]);
    return fitTable({ ...table, rows: { ...table.rows, train: of(fold.train), validation: of(fold.validation) } });
  });
}

/** The rows of the training set, then those of the validation set. */
function rowsIn({ rows }: TableRows): Uint32Array {
  return Uint32Array.from([...rows.train, ...(rows.validation ?? [])]);
}

function grouped(table: TableRows): Uint32Array | undefined {
  const { groups } = table.plan;
  return groups && rowsIn(table).map((row) => groups[row]);
}

function foldsAtRandom(
  data: Dataset,
  k: number,
  samples: Samples,
  labels: NumberArray | undefined,
  random: RandomStream,
): Fold[] {
  const n = sampleCount(samples);
  const classes = groups(random.permutation(n), (i) => labels?.[i] ?? 0);
  checkFolds(data, k, samples, classes, labels);
  const foldOf = new Uint32Array(n);
  classes.flat().forEach((sample, place) => {
    foldOf[sample] = place % k; // dealt like cards, class after class
  });
  return foldsBy(foldOf, k);
}

/** All folds together hold k times the data. */
const MOST_BYTES = 2 ** 34;

/** Each fold must train on every class, and all folds together must fit into memory. */
function checkFolds(
  data: Dataset,
  k: number,
  samples: Samples,
  classes: readonly (readonly number[])[],
  labels: NumberArray | undefined,
): void {
  const single = labels === undefined ? undefined : classes.find(({ length }) => length === 1);
  if (labels !== undefined && single !== undefined) {
    const label = labels[single[0]];
    throw usageError({
      where: "kFold",
      expected: "at least two samples of each class, so that every fold has one to train on",
      received: `one of class ${data.classes?.[label] ?? label}`,
      fix: "Leave that class out, add samples of it, or set { stratify: false } to ignore classes.",
    });
  }
  const bytes = k * (samples.inputs.data.byteLength + samples.targets.data.byteLength);
  if (bytes > MOST_BYTES)
    throw usageError({
      where: "kFold: k",
      expected: `folds of at most ${MOST_BYTES / 2 ** 30} GiB together`,
      received: `${k} folds of ${(bytes / k / 2 ** 20).toFixed(0)} MiB each`,
      fix: "Choose fewer folds, or fewer samples.",
    });
}

function together(a: Samples, b: Samples): Samples {
  const weights =
    a.weights === undefined && b.weights === undefined ? undefined : joined(weightsOf(a), weightsOf(b)).data;
  return { inputs: joined(a.inputs, b.inputs), targets: joined(a.targets, b.targets), ...defined({ weights }) };
}

/** The weights of samples; 1 for each where they have none. */
function weightsOf({ inputs, weights }: Samples): Values {
  const shape = [inputs.shape[0]];
  return { shape, data: Float64Array.from(weights ?? new Float64Array(shape[0]).fill(1)) };
}

function joined(a: Values, b: Values): Values {
  const data = new (a.data.constructor as new (length: number) => NumberArray)(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { shape: [a.shape[0] + b.shape[0], ...a.shape.slice(1)], data };
}
