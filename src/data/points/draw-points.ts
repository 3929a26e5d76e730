import { usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { count, type ValuesOf } from "../../options.ts";
import { RandomStream } from "../../random.ts";
import type { Dataset, Samples } from "../dataset.ts";
import type { Tested } from "../source.ts";
import { partOption, partSize } from "../split.ts";

const MOST_POINTS = 10_000_000;

/** What all sets of drawn points have. */
export const POINT_OPTIONS = {
  samples: count(1000, "training samples", 2, MOST_POINTS),
  validation: partOption("validation samples, drawn besides; 0 for none", 200),
  test: partOption("test samples, drawn besides; 0 for none", 1000),
  seed: count(1, "another seed draws other points", 0),
};

/** Where a point of a class lies, by its own random numbers. */
export type DrawPoint = (label: number, random: RandomStream) => readonly number[];

/**
 * Points in classes: inputs [n, features] as float32, targets [n]. Every `classes` consecutive samples have one of each
 * class, in random order. Sample i of a set depends on the seed, the set and i alone.
 */
export function drawPoints(
  name: string,
  { samples, validation, test, seed }: ValuesOf<typeof POINT_OPTIONS>,
  classes: number,
  point: DrawPoint,
): Tested {
  if (samples < classes)
    throw usageError({
      where: `${name}: samples`,
      expected: `at least ${classes}, one of each class`,
      received: `${samples}`,
    });
  const draw = (part: string, size: number) =>
    size === 0 ? undefined : drawSet(name, seed, part, size, classes, point);
  const data: Dataset = {
    name,
    train: drawSet(name, seed, "train", samples, classes, point),
    ...defined({
      validation: draw("validation", partSize(`${name}: validation`, validation, samples)),
      test: draw("test", partSize(`${name}: test`, test, samples)),
    }),
    classes: Array.from({ length: classes }, (_, label) => `${label}`),
  };
  return data as Tested; // with `test: 0` its type says that there is none
}

function drawSet(name: string, seed: number, part: string, size: number, classes: number, point: DrawPoint): Samples {
  const labels = shuffledLabels(name, seed, part, size, classes);
  const features = point(0, new RandomStream(seed, name)).length;
  const data = new Float32Array(size * features);
  for (let i = 0; i < size; i++) data.set(point(labels[i], new RandomStream(seed, `${name}/${part}`, i)), i * features);
  return { inputs: { shape: [size, features], data }, targets: { shape: [size], data: labels } };
}

function shuffledLabels(name: string, seed: number, part: string, size: number, classes: number) {
  const labels = classes > 256 ? new Int32Array(size) : new Uint8Array(size);
  for (let start = 0; start < size; start += classes) {
    const order = new RandomStream(seed, `${name}/${part}/order`, start / classes).permutation(classes);
    labels.set(order.subarray(0, Math.min(classes, size - start)), start);
  }
  return labels;
}
