import { usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { show } from "../../options/show.ts";
import { DATASET_PARTS, type Dataset, inputShape, type Samples, sampleCount, type Values } from "../dataset.ts";
import { sizeOf } from "../size-of.ts";
import { storedNumbers } from "../stored-numbers.ts";

/**
 * Checks a whole dataset before training: no set is empty, every shape fits its data, all sets agree on the shapes of
 * inputs and targets, every number is finite and fits float32, and class numbers [n] lie within `classes`. The result has
 * the same numbers in the types of arrays that a dataset stores (see `storedNumbers`).
 * @throws a usage error whose `where` names the place: `digits.train.targets`.
 */
export function checkDataset(given: Dataset): Dataset {
  const dataset: Dataset = { ...given, name: given.name ?? "data" };
  for (const part of DATASET_PARTS) {
    if (dataset[part] === undefined) continue;
    const where = `${dataset.name}.${part}`;
    const samples = storedSamples(dataset[part]);
    checkSamples(where, samples, dataset.classes);
    if (part !== "train") checkAgreement(where, samples, dataset.train);
    dataset[part] = samples;
  }
  return dataset;
}

function storedSamples(samples: Samples): Samples {
  const { inputs, targets, weights } = samples;
  return {
    ...samples,
    inputs: storedValues(inputs),
    targets: storedValues(targets),
    ...defined({ weights: weights && storedNumbers("weights", weights, 1) }),
  };
}

function storedValues({ shape, data }: Values): Values {
  return { shape, data: storedNumbers("data", data, sizeOfOne(shape)) };
}

function sizeOfOne(shape: readonly number[]): number {
  return sizeOf(shape.slice(1));
}

/** @throws a usage error with both lengths where the data do not fill the shape exactly. */
export function checkShape(where: string, { shape, data }: Values): void {
  const size = sizeOf(shape);
  if (shape.length === 0 || !shape.every((length) => Number.isSafeInteger(length) && length >= 0))
    throw usageError({
      where: `${where}.shape`,
      expected: "whole numbers of at least 0, the number of samples first",
      received: showShape(shape),
    });
  if (size !== data.length)
    throw usageError({
      where,
      expected: `${size} numbers for the shape ${showShape(shape)}`,
      received: `${data.length}`,
      fix: "Give the shape [samples, …features] of the data, row-major.",
    });
}

/**
 * Checks that the data fill the shape exactly, and that every number is finite.
 * @throws a usage error with both lengths, or the index of the first number that is not finite.
 */
export function checkValues(where: string, values: Values): void {
  checkShape(where, values);
  const { shape, data } = values;
  const index = firstNotFinite(data);
  if (index >= 0)
    throw usageError({
      where,
      expected: Number.isFinite(data[index]) ? "finite numbers up to 3.4e38, the limit of float32" : "finite numbers",
      received: `${data[index]} at index ${index}${placeOf(index, shape)}`,
      fix: Number.isFinite(data[index])
        ? "Use another unit, or take the logarithm."
        : "Remove or replace missing values before training.",
    });
}

/**
 * Checks that every label is a class number: a whole number in [0, classCount).
 * @throws a usage error with the first other label and its index.
 */
export function checkLabels(where: string, labels: ArrayLike<number>, classCount: number): void {
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (Number.isInteger(label) && label >= 0 && label < classCount) continue;
    throw usageError({
      where,
      expected: `whole class numbers from 0 to ${classCount - 1}`,
      received: `${show(label)} at index ${i}`,
      fix: Number.isNaN(label)
        ? "Leave out samples without a label."
        : Number.isInteger(label)
          ? "Number the classes from 0, and give one name for each class in `classes`."
          : "If these are quantities rather than classes, give them as targets, with a loss such as meanSquaredError().",
    });
  }
}

function checkSamples(where: string, samples: Samples, classes: readonly string[] | undefined): void {
  checkValues(`${where}.inputs`, samples.inputs);
  checkValues(`${where}.targets`, samples.targets);
  const count = sampleCount(samples);
  if (count === 0)
    throw usageError({
      where,
      expected: "at least one sample",
      received: "none",
      fix: "Leave the set out instead of giving it empty.",
    });
  if (samples.targets.shape[0] !== count)
    throw usageError({
      where: `${where}.targets`,
      expected: `${count} targets, one for each input`,
      received: `${samples.targets.shape[0]}`,
    });
  if (samples.weights !== undefined) checkSampleWeights(`${where}.weights`, samples.weights, count);
  if (classes !== undefined && samples.targets.shape.length === 1)
    checkLabels(`${where}.targets`, samples.targets.data, classes.length);
}

/**
 * Checks that every sample has a weight of at least 0, and that some of them count.
 * @throws a usage error with the first weight that is none, and its index.
 */
export function checkSampleWeights(where: string, weights: ArrayLike<number>, count: number): void {
  if (weights.length !== count)
    throw usageError({ where, expected: `${count} weights, one for each sample`, received: `${weights.length}` });
  let some = false;
  for (let i = 0; i < count; i++) {
    if (!(weights[i] >= 0 && Number.isFinite(Math.fround(weights[i]))))
      throw usageError({
        where,
        expected: "finite weights of at least 0",
        received: `${show(weights[i])} at index ${i}`,
        fix: "A weight of 0 leaves a sample out.",
      });
    some ||= weights[i] > 0;
  }
  if (some) return;
  throw usageError({
    where,
    expected: "at least one weight above 0",
    received: `${count} weights of 0`,
    fix: "Leave the weights out to count all samples alike.",
  });
}

function checkAgreement(where: string, samples: Samples, train: Samples): void {
  checkSameShape(`${where}.inputs`, inputShape(samples), inputShape(train));
  checkSameShape(`${where}.targets`, samples.targets.shape.slice(1), train.targets.shape.slice(1));
}

function checkSameShape(where: string, shape: readonly number[], trainShape: readonly number[]): void {
  if (shape.length === trainShape.length && shape.every((length, axis) => length === trainShape[axis])) return;
  throw usageError({
    where,
    expected: `the shape of the training set, ${showShape(["n", ...trainShape])}`,
    received: showShape(["n", ...shape]),
    fix: "Prepare all sets of the dataset in the same way.",
  });
}

/** ", in sample 3, feature 2": all counted from 0. */
function placeOf(index: number, shape: readonly number[]): string {
  const size = sizeOfOne(shape);
  return size === 1 ? "" : `, in sample ${Math.floor(index / size)}, feature ${index % size}`;
}

/** The index of the first NaN, infinity or number too large for float32, or −1. Integers are not searched. */
export function firstNotFinite(data: Values["data"]): number {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return -1;
  for (let i = 0; i < data.length; i++) if (0 * Math.fround(data[i]) !== 0) return i; // NaN for all that is not finite
  return -1;
}

function showShape(shape: readonly (number | string)[]): string {
  return `[${shape.join(", ")}]`;
}
