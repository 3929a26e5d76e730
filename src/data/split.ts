import * as v from "valibot";
import { usageError } from "../errors.ts";
import { defined } from "../options/defined.ts";
import { type Checks, count, custom, flag, type Option, resolveOptions } from "../options.ts";
import { RandomStream } from "../random.ts";
import { checkShape } from "./checks/check-dataset.ts";
import { expectInMemory } from "./checks/expect-in-memory.ts";
import {
  DATASET_PARTS,
  type Dataset,
  type DatasetPart,
  type NumberArray,
  type Samples,
  sampleCount,
  type Values,
} from "./dataset.ts";
import { pick } from "./pick.ts";
import { expectEnough } from "./split/expect-enough.ts";
import { type PartRows, partRows, type SplitFacts } from "./split/part-rows.ts";
import { splitGroups } from "./split/split-groups.ts";
import { splitOrder } from "./split/split-order.ts";
import { fitTable } from "./table/fit-table.ts";

/** How samples are split. */
export interface SplitOptions {
  /** The validation set: a fraction in [0, 1) of all samples, or a number of samples; 0 (the default) for none. */
  validation?: number;
  /** The test set, as `validation`. */
  test?: number;
  /** Decides which samples go where; the same seed gives the same split (default 1). */
  seed?: number;
  /**
   * Whether classes are in proportion in every set, to within one sample (default true). Every class keeps at least one
   * training sample, even if that costs proportion, and one with fewer samples than there are sets is refused.
   */
  stratify?: boolean;
}

/** The sets of a split; one that was not asked for is absent. */
export interface Parts {
  train: Samples;
  validation?: Samples;
  test?: Samples;
}

export const SPLIT_OPTIONS = {
  validation: partOption("samples held out to validate on"),
  test: partOption("samples held out to test the trained model"),
  seed: count(1, "which samples go where", 0),
  stratify: flag(true, "every class in proportion in every set"),
} satisfies Checks<SplitOptions>;

/**
 * Puts every sample into exactly one set, at random; within a set, samples keep their order. The test set is drawn first,
 * so that it does not depend on the size of the validation set.
 * @param where the name that errors begin with.
 * @throws a usage error for a size out of range, for a set that would be empty, for a training set with fewer samples than
 * classes, and for a class with fewer samples than sets.
 */
export function split(
  samples: Samples,
  options: SplitOptions = {},
  where = "split",
  facts: Omit<SplitFacts, "labels"> = {},
): Parts {
  const rows = splitRows(sampleCount(samples), options, { ...facts, labels: labelsOf(samples) }, where);
  const taken = (part: DatasetPart) => rows[part] && take(samples, rows[part]);
  return {
    train: take(samples, rows.train),
    ...defined({ validation: taken("validation"), test: taken("test") }),
  };
}

/**
 * The numbers of the samples of each set.
 * @throws a usage error as `split` does; also for groups too few for the sets, and a class that would not be in training.
 */
export function splitRows(total: number, options: SplitOptions, facts: SplitFacts, where: string): PartRows {
  const { seed, stratify, ...sizes } = resolveOptions(where, SPLIT_OPTIONS, options);
  const testSize = partSize(`${where}: test`, sizes.test, total);
  const validationSize = partSize(`${where}: validation`, sizes.validation, total);
  checkTrainLeft(where, sizes, testSize + validationSize, total);
  const labels = stratify ? facts.labels : undefined;
  checkClassesLeft(where, total - testSize - validationSize, labels, "Set { stratify: false } to ignore classes.");
  const { groups, order } = facts;
  if (groups !== undefined && order !== undefined)
    throw usageError({
      where,
      expected: "a split by group or by order",
      received: "both",
      fix: "Choose one of them.",
    });
  const held = { testSize, validationSize };
  if (groups !== undefined) return splitGroups(total, held, seed, { ...facts, groups }, where);
  if (order !== undefined) return splitOrder(total, held, { ...facts, labels, order }, where);

  const sets = ["training", ...(validationSize > 0 ? ["validation"] : []), ...(testSize > 0 ? ["test"] : [])];
  expectEnough(where, { ...facts, labels }, sets);
  const random = new RandomStream(seed, "split");
  const test = pick(everyIndex(total), testSize, random, labels, "rest");
  const validation = pick(test.rest, validationSize, random, labels, "rest");
  return partRows(validation.rest, validation.picked, test.picked);
}

/**
 * Holds `held` training samples out as a validation set, at random, with classes in proportion.
 * @throws a usage error unless `held` is a whole number from 1 to one less than the number of samples.
 */
export function holdOut(
  samples: Samples,
  held: number,
  seed = 1,
  where = "holdOut",
): { train: Samples; validation: Samples } {
  const total = sampleCount(samples);
  checkWhole(where, held, total - 1, "so that some are left for training");
  const labels = labelsOf(samples);
  checkClassesLeft(where, total - held, labels, "Hold out fewer samples.");
  const { picked, rest } = pick(everyIndex(total), held, new RandomStream(seed, "holdOut"), labels, "rest");
  return { train: take(samples, rest), validation: take(samples, picked) };
}

/**
 * The same dataset with fewer samples: a random subset of every set with a size in `sizes`, with classes in proportion and
 * each with at least one sample if possible. The other sets are kept whole. Data of a table are encoded anew, by the training
 * rows that are left.
 * @throws a usage error for a set that is absent, and for a size that is not a whole number from 1 to the set's size.
 */
export function limit(
  dataset: Dataset,
  sizes: { train?: number; validation?: number; test?: number },
  seed = 1,
): Dataset {
  if (sizes.train !== undefined) expectInMemory("limit", dataset);
  const table = dataset.stream === undefined ? dataset.table : undefined;
  const limited: Dataset = { ...dataset };
  const rows: Partial<Record<DatasetPart, Uint32Array>> = {};
  for (const part of DATASET_PARTS) {
    const size = sizes[part];
    const samples = dataset[part];
    if (size === undefined) continue;
    const chosen = subset(`${dataset.name}.${part}`, samples, size, seed, part);
    if (samples !== undefined && table === undefined) limited[part] = take(samples, chosen);
    rows[part] = chosen.map((number) => table?.rows[part]?.[number] ?? number);
  }
  return table === undefined ? limited : fitTable({ ...table, rows: { ...table.rows, ...rows } });
}

/** The numbers of some samples of a set. */
function subset(where: string, samples: Samples | undefined, size: number, seed: number, part: string): Uint32Array {
  if (samples === undefined)
    throw usageError({
      where,
      expected: `a ${part} set to take ${size} samples from`,
      received: "a dataset without one",
    });
  const total = sampleCount(samples);
  checkWhole(where, size, total, "the size of the set");
  const random = new RandomStream(seed, `limit/${part}`);
  return pick(everyIndex(total), size, random, labelsOf(samples), "picked").picked;
}

/** The samples at `indices`, in that order, copied; numbers keep their storage type. */
export function take(samples: Samples, indices: ArrayLike<number>): Samples {
  const { inputs, targets, weights } = samples;
  return {
    inputs: takeRows(inputs, indices),
    targets: takeRows(targets, indices),
    ...defined({ weights: weights && takeRows({ shape: [weights.length], data: weights }, indices).data }),
  };
}

function takeRows(values: Values, indices: ArrayLike<number>): Values {
  checkShape("take", values);
  const { shape, data } = values;
  const width = data.length / shape[0];
  const rows = new (data.constructor as new (length: number) => NumberArray)(indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i];
    if (!(Number.isInteger(row) && row >= 0 && row < shape[0]))
      throw usageError({
        where: "take",
        expected: `sample numbers from 0 to ${shape[0] - 1}`,
        received: `${row} at index ${i}`,
      });
    rows.set(data.subarray(row * width, (row + 1) * width), i * width);
  }
  return { shape: [indices.length, ...shape.slice(1)], data: rows };
}

/** The class numbers, of shape [n]; undefined for real targets [n, outputs]. */
export function labelsOf({ targets }: Samples): NumberArray | undefined {
  return targets.shape.length === 1 ? targets.data : undefined;
}

function everyIndex(n: number): Uint32Array {
  return Uint32Array.from({ length: n }, (_, i) => i);
}

/** The size of a set: a fraction of the samples, or how many. */
export function partOption(doc: string, fallback = 0): Option<number> {
  const schema = v.pipe(
    v.number(),
    v.check((x) => (x >= 0 && x < 1) || (Number.isSafeInteger(x) && x >= 1)),
  );
  return custom(schema, fallback, "a fraction in [0, 1) or a whole number of samples", doc);
}

/** The number of samples that a fraction (rounded) or a count asks for. */
export function partSize(where: string, asked: number, total: number): number {
  const size = asked < 1 ? Math.round(asked * total) : asked;
  if (asked > 0 && size === 0)
    throw usageError({
      where,
      expected: "at least one sample",
      received: `${asked} of ${total} samples, which is none`,
      fix: "Ask for a larger fraction, or for a whole number of samples.",
    });
  return size;
}

function checkTrainLeft(where: string, sizes: { validation: number; test: number }, held: number, total: number): void {
  const areFractions = sizes.validation < 1 && sizes.test < 1;
  if (held < total && !(areFractions && sizes.validation + sizes.test >= 1)) return;
  throw usageError({
    where: `${where}: validation and test`,
    expected: areFractions ? "fractions that add up to less than 1" : `fewer than all ${total} samples together`,
    received: `${sizes.validation} and ${sizes.test}, which leave no training samples`,
    fix: "Hold out fewer samples.",
  });
}

/** Every class needs a training sample. */
function checkClassesLeft(where: string, left: number, labels: NumberArray | undefined, fix: string): void {
  const classes = new Set(labels).size;
  if (left >= classes) return;
  throw usageError({
    where,
    expected: `at least ${classes} training samples, one of each class`,
    received: `${left} that are left`,
    fix,
  });
}

function checkWhole(where: string, size: number, most: number, why: string): void {
  if (Number.isSafeInteger(size) && size >= 1 && size <= most) return;
  throw usageError({ where, expected: `a whole number of samples from 1 to ${most}, ${why}`, received: `${size}` });
}
